using System.Text.Json.Nodes;
using FrontDesk.Cli.Documents;
using FrontDesk.Cli.Output;
using FrontDesk.Config.V1;

namespace FrontDesk.Cli.Validate;

/// <summary>Runs `validate`.</summary>
internal static class ValidateRun
{
    /// <summary>Reads and checks the documents, tells all problems at once.</summary>
    public static int Run(Shell shell, ValidateOptions options)
    {
        var desk = Desk.Read(shell, options.Files);
        var problems = DeskCheck.Problems(desk, shell.Time.GetUtcNow());
        var errors = problems.Count(problem => problem.Severity != Severity.Warning);
        ProblemText.Write(shell, problems);
        if (options.Format != OutputFormat.Table)
        {
            Answer.Write(shell, options.Format, new JsonObject { ["problems"] = Answer.Of(problems), ["resources"] = desk.Resources.Count });
        }
        else if (errors == 0)
        {
            var warnings = problems.Count > 0 ? $", {Plural(problems.Count, "warning")}" : "";
            shell.Out.WriteLine($"valid: {Plural(desk.Resources.Count, "resource")}{warnings}");
        }

        if (errors > 0)
        {
            shell.Error.WriteLine($"not valid: {Plural(errors, "error")}");
        }

        return errors > 0 ? ExitCode.Rejected : ExitCode.Done;
    }

    private static string Plural(int count, string noun) => count == 1 ? $"1 {noun}" : $"{count:N0} {noun}s";
}
