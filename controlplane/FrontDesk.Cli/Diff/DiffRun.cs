using FrontDesk.Admin.V1;
using FrontDesk.Cli.Changes;
using FrontDesk.Cli.Connection;
using FrontDesk.Cli.Documents;
using FrontDesk.Cli.Output;
using FrontDesk.Config.V1;
using Grpc.Core;

namespace FrontDesk.Cli.Diff;

/// <summary>Runs `diff`.</summary>
internal static class DiffRun
{
    /// <summary>Has the control plane compare, and tells the differences.</summary>
    public static async Task<int> RunAsync(Shell shell, DiffOptions options, CancellationToken cancellation)
    {
        var desk = options.Files.Count > 0 ? await Desk.ReadAsync(shell, options.Files, cancellation) : null;
        if (desk is { HasErrors: true })
        {
            return Rejection.Tell(shell, options.Format, desk.Problems);
        }

        return await ControlPlane.UseAsync(shell, control => CompareAsync(shell, control, options, desk, cancellation), cancellation);
    }

    private static async Task<int> CompareAsync(Shell shell, ControlPlane control, DiffOptions options, Desk? desk, CancellationToken cancellation)
    {
        var all = new DiffResponse();
        all.Problems.AddRange(desk?.Problems ?? []);
        using var call = control.Configuration.Diff(cancellationToken: cancellation);
        var sending = OpenChange.SendAsync(call.RequestStream, Parts(options, desk?.Resources ?? []));
        try
        {
            await foreach (var part in call.ResponseStream.ReadAllAsync(cancellation))
            {
                all.Problems.AddRange(part.Problems.Select(problem => desk?.Sources.Locate(problem) ?? problem));
                all.Differences.AddRange(part.Differences);
            }

            await sending;
        }
        catch (RpcException e) when (CallFailure.Reason(e) == "REJECTED" && all.Problems.Count > 0)
        {
            return Rejection.Tell(shell, options.Format, all.Problems);
        }

        ProblemText.Write(shell, all.Problems);
        Write(shell, options, all);
        return all.Differences.Count > 0 ? ExitCode.Differences : ExitCode.Done;
    }

    private static IEnumerable<DiffRequest> Parts(DiffOptions options, IReadOnlyList<Resource> resources)
    {
        var header = new DiffHeader { From = options.From, Keep = options.Keep, Select = { options.Select.ToDictionary() } };
        if (options.To is { } to)
        {
            header.To = to;
        }

        return Batches.Cut(resources).Select(batch => new DiffRequest { Batch = new ResourceBatch { Resources = { batch } } }).Prepend(new DiffRequest { Header = header });
    }

    private static void Write(Shell shell, DiffOptions options, DiffResponse answer)
    {
        if (options.Format != OutputFormat.Table)
        {
            Answer.Write(shell, options.Format, Answer.Of(answer));
            return;
        }

        if (options is { Files.Count: > 0, Keep: false } && answer.Differences.Any(static difference => difference.Action == Config.V1.Action.Delete))
        {
            shell.Error.WriteLine("compared as `sync` would: what the documents do not hold is deleted; `--keep` compares as `apply` would");
        }

        DifferenceText.Write(shell, answer.Differences);
        shell.Out.WriteLine(answer.Differences.Count == 0 ? "no difference" : DifferenceText.Count(answer.Differences));
    }
}
