using FrontDesk.Admin.V1;
using FrontDesk.Cli.Changes;
using FrontDesk.Cli.Connection;
using FrontDesk.Cli.Documents;
using Action = FrontDesk.Config.V1.Action;

namespace FrontDesk.Cli.Sync;

/// <summary>Runs `sync`.</summary>
internal static class SyncRun
{
    /// <summary>Reads the documents, asks where something would be deleted, sends them, tells what came of it.</summary>
    public static async Task<int> RunAsync(Shell shell, SyncOptions options, CancellationToken cancellation)
    {
        var desk = await Desk.ReadAsync(shell, options.Files, cancellation);
        if (desk.HasErrors)
        {
            return Rejection.Tell(shell, options.Format, desk.Problems);
        }

        if (desk.Resources.Count == 0 && options.Select.Count == 0)
        {
            // An empty file is far more often a mishap on the way here than the wish to have nothing.
            throw new CommandFailure(ExitCode.Error, "the documents hold nothing, and this would delete the whole desk", "`frontdesk delete` removes what is meant to go");
        }

        return await ControlPlane.UseAsync(shell, control => RunAsync(shell, control, options, desk, cancellation), cancellation);
    }

    private static async Task<int> RunAsync(Shell shell, ControlPlane control, SyncOptions options, Desk desk, CancellationToken cancellation)
    {
        var change = options.Change;
        if (!options.Yes && !change.DryRun)
        {
            var rehearsal = await ChangeCall.MakeAsync(shell, Send(control, options, change with { DryRun = true, IdempotencyKey = "" }, desk, cancellation), cancellation);
            if (rehearsal.Result is null)
            {
                return Rejection.Tell(shell, options.Format, [.. rehearsal.Problems.Select(desk.Sources.Locate)]);
            }

            await Deletion.AskAsync(shell, [.. rehearsal.Differences.Where(difference => difference.Action == Action.Delete)], cancellation);

            // What was shown is what is done: a change by someone else in between is a conflict.
            change = change with { Expect = rehearsal.Result.Base };
        }

        var run = new ChangeRun(shell, control, change, options.Format) { Locate = desk.Sources.Locate, Warnings = desk.Problems };
        return await run.RunAsync(Send(control, options, change, desk, cancellation), cancellation);
    }

    private static Func<OpenChange> Send(ControlPlane control, SyncOptions options, ChangeOptions change, Desk desk, CancellationToken cancellation)
    {
        var header = new SyncHeader { Change = change.Header(), Select = { options.Select.ToDictionary() } };
        var parts = Batches.Cut(desk.Resources).Select(batch => new SyncRequest { Batch = new ResourceBatch { Resources = { batch } } });
        return () => OpenChange.Start(control.Configuration.Sync(cancellationToken: cancellation), parts.Prepend(new SyncRequest { Header = header }));
    }
}
