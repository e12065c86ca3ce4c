using FrontDesk.Admin.V1;
using FrontDesk.Cli.Changes;
using FrontDesk.Cli.Connection;

namespace FrontDesk.Cli.Delete;

/// <summary>Runs `delete`.</summary>
internal static class DeleteRun
{
    /// <summary>Removes the resources, and tells what came of it.</summary>
    public static Task<int> RunAsync(Shell shell, DeleteOptions options, CancellationToken cancellation) => ControlPlane.UseAsync(
        shell,
        async control =>
        {
            var header = new ApplyRequest { Header = options.Change.Header() };
            var parts = Batches.Cut(options.Keys).Select(batch => new ApplyRequest { Batch = new ChangeBatch { Delete = { batch } } });
            var code = await new ChangeRun(shell, control, options.Change, options.Format).RunAsync(
                () => OpenChange.Start(control.Configuration.Apply(cancellationToken: cancellation), parts.Prepend(header)), cancellation);
            if (code == ExitCode.Rejected)
            {
                // What is wrong is told of the resources that stay, and not of those that go.
                shell.Error.WriteLine("hint: what refers to a deleted resource must be deleted with it, or changed first");
            }

            return code;
        },
        cancellation);
}
