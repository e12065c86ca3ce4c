using FrontDesk.Admin.V1;
using FrontDesk.Cli.Connection;
using FrontDesk.Config.V1;
using Grpc.Core;

namespace FrontDesk.Cli.Changes;

/// <summary>Makes a change, and makes it again with the same key where its outcome is unknown: it is done once all the same.</summary>
internal static class ChangeCall
{
    private const int Attempts = 4;
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(250);

    /// <summary>Opens the call, gathers its answers, and tries again while the control plane or its store is away.</summary>
    public static async Task<ChangeOutcome> MakeAsync(Shell shell, Func<OpenChange> open, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await GatherAsync(open, cancellation);
            }
            catch (RpcException e) when (e.StatusCode == StatusCode.Unavailable && attempt < Attempts && !cancellation.IsCancellationRequested)
            {
                shell.Error.WriteLine($"the control plane is away for the moment; attempt {attempt + 1} of {Attempts} follows");
                await Task.Delay(FirstPause * (1 << (attempt - 1)), shell.Time, cancellation);
            }
        }
    }

    private static async Task<ChangeOutcome> GatherAsync(Func<OpenChange> open, CancellationToken cancellation)
    {
        var problems = new List<Problem>();
        var differences = new List<Difference>();
        ChangeResult? result = null;
        var change = open();
        using var call = change.Call;
        try
        {
            await foreach (var answer in change.Answers.ReadAllAsync(cancellation))
            {
                problems.AddRange(answer.Problems?.Problems ?? []);
                differences.AddRange(answer.Differences?.Differences ?? []);
                result = answer.Result ?? result;
            }

            await change.Sending;
        }
        catch (RpcException e) when (CallFailure.Reason(e) == "REJECTED" && problems.Count > 0)
        {
            return new ChangeOutcome(null, problems, differences);
        }

        return new ChangeOutcome(
            result ?? throw new CommandFailure(ExitCode.Error, "the control plane ended its answer without a result", "`frontdesk history` tells what was done"),
            problems,
            differences);
    }
}
