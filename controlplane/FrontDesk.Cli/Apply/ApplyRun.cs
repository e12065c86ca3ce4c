using FrontDesk.Admin.V1;
using FrontDesk.Cli.Changes;
using FrontDesk.Cli.Connection;
using FrontDesk.Cli.Documents;
using FrontDesk.Config.V1;

namespace FrontDesk.Cli.Apply;

/// <summary>Runs `apply`.</summary>
internal static class ApplyRun
{
    /// <summary>Reads the documents, sends them, tells what came of it.</summary>
    public static async Task<int> RunAsync(Shell shell, ApplyOptions options, CancellationToken cancellation)
    {
        var desk = await Desk.ReadAsync(shell, options.Files, cancellation);
        if (desk.HasErrors)
        {
            return Rejection.Tell(shell, options.Format, desk.Problems);
        }

        return await ControlPlane.UseAsync(
            shell,
            control =>
            {
                var run = new ChangeRun(shell, control, options.Change, options.Format) { Locate = desk.Sources.Locate, Warnings = desk.Problems };
                return run.RunAsync(Put(control, options.Change.Header(), desk.Resources, cancellation), cancellation);
            },
            cancellation);
    }

    /// <summary>Opens an Apply that puts the resources. Each attempt sends the same.</summary>
    public static Func<OpenChange> Put(ControlPlane control, ChangeHeader header, IReadOnlyList<Resource> resources, CancellationToken cancellation)
    {
        var parts = Batches.Cut(resources).Select(batch => new ApplyRequest { Batch = new ChangeBatch { Put = { batch } } });
        return () => OpenChange.Start(control.Configuration.Apply(cancellationToken: cancellation), parts.Prepend(new ApplyRequest { Header = header }));
    }
}
