using System.Text.Json.Nodes;
using FrontDesk.Admin.V1;
using FrontDesk.Cli.Connection;
using FrontDesk.Cli.Documents;
using FrontDesk.Cli.Output;
using FrontDesk.Config.V1;

namespace FrontDesk.Cli.Changes;

/// <summary>What every change has in common once its call can be opened: make it, say what came of it, wait for the edges, end with the right code.</summary>
internal sealed class ChangeRun(Shell shell, ControlPlane control, ChangeOptions options, OutputFormat format)
{
    /// <summary>Where a problem stands in the documents that were sent.</summary>
    public Func<Problem, Problem> Locate { get; init; } = problem => problem;

    /// <summary>Warnings about the documents themselves, to be told with the answer's.</summary>
    public IReadOnlyList<Problem> Warnings { get; init; } = [];

    /// <summary>Makes the change and returns the exit code.</summary>
    public async Task<int> RunAsync(Func<OpenChange> open, CancellationToken cancellation)
    {
        var outcome = await ChangeCall.MakeAsync(shell, open, cancellation);
        var problems = outcome.Problems.Select(Locate).Concat(Warnings).ToList();
        if (outcome.Result is not { } result)
        {
            return Rejection.Tell(shell, format, problems);
        }

        ProblemText.Write(shell, problems);
        var receipt = new ReceiptText(shell, result);
        if (format == OutputFormat.Table)
        {
            WriteResult(outcome.Differences, result);
        }

        IReadOnlyList<WaitForEdgesResponse> answers = [];
        if (options.Wait && !options.DryRun)
        {
            await shell.Out.FlushAsync(cancellation);
            answers = await Receipt.CollectAsync(shell, control, result, options.Timeout, format == OutputFormat.Table ? receipt.Write : _ => { }, cancellation);
        }

        if (format != OutputFormat.Table)
        {
            WriteAnswer(outcome, problems, result, answers);
        }
        else if (options is { Wait: true, DryRun: false })
        {
            receipt.WriteAbsent();
        }

        return Receipt.ExitCodeOf(answers);
    }

    private void WriteResult(IReadOnlyList<Difference> differences, ChangeResult result)
    {
        if (options.DryRun)
        {
            DifferenceText.Write(shell, differences);
            shell.Out.WriteLine($"{DifferenceText.Count(differences)}; nothing was changed (--dry-run), the head is revision {result.Revision}");
            return;
        }

        DifferenceText.WriteNames(shell, differences);
        shell.Out.WriteLine(result switch
        {
            { Committed: false } => $"nothing to change, the head is revision {result.Revision}",
            { Repeated: true } => $"revision {result.Revision}: done before with this key ({Count(result)})",
            _ => $"revision {result.Revision}: {Count(result)}",
        });
    }

    private static string Count(ChangeResult result) => $"{result.Added} added, {result.Changed} changed, {result.Deleted} deleted";

    /// <summary>The result's fields, and beside them what the stream told before and the edges after.</summary>
    private void WriteAnswer(ChangeOutcome outcome, IEnumerable<Problem> problems, ChangeResult result, IEnumerable<WaitForEdgesResponse> edges)
    {
        JsonObject answer = Answer.Of(result);
        answer["problems"] = Answer.Of(problems);
        answer["differences"] = Answer.Of(outcome.Differences);
        answer["edges"] = Answer.Of(edges);
        Answer.Write(shell, format, answer);
    }
}
