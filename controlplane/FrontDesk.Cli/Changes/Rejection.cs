using System.Text.Json.Nodes;
using FrontDesk.Cli.Documents;
using FrontDesk.Cli.Output;
using FrontDesk.Config.V1;

namespace FrontDesk.Cli.Changes;

/// <summary>The end of a command whose documents have errors.</summary>
internal static class Rejection
{
    /// <summary>Tells all problems, for programs on standard output too, and returns <see cref="ExitCode.Rejected"/>.</summary>
    public static int Tell(Shell shell, OutputFormat format, IReadOnlyList<Problem> problems)
    {
        ProblemText.Write(shell, problems);
        if (format != OutputFormat.Table)
        {
            Answer.Write(shell, format, new JsonObject { ["problems"] = Answer.Of(problems) });
        }

        var errors = problems.Count(problem => problem.Severity != Severity.Warning);
        shell.Error.WriteLine($"rejected: {errors} {(errors == 1 ? "error" : "errors")}; nothing was changed");
        return ExitCode.Rejected;
    }
}
