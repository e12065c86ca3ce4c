using FrontDesk.Cli.Output;
using FrontDesk.Config.V1;

namespace FrontDesk.Cli.Documents;

/// <summary>Problems as compilers write them, so that editors find the place: `file:line:col: error: route/shop hosts[0]: …`.</summary>
internal static class ProblemText
{
    /// <summary>Writes problems to standard error, in the order of their places.</summary>
    public static void Write(Shell shell, IEnumerable<Problem> problems)
    {
        foreach (var problem in problems.OrderBy(p => p.File, StringComparer.Ordinal).ThenBy(p => p.Line).ThenBy(p => p.Column))
        {
            shell.Error.WriteLine(Printable.Line(Of(problem)));
        }
    }

    /// <summary>One problem on one line.</summary>
    public static string Of(Problem problem)
    {
        var place = problem.File.Length > 0 ? $"{problem.File}:{problem.Line}:{problem.Column}: " : "";
        var severity = problem.Severity == Severity.Warning ? "warning: " : "error: ";
        var resource = problem.Name.Length > 0 ? KindText.Of(problem.Kind, problem.Name) : "";
        var subject = string.Join(' ', new[] { resource, problem.Field }.Where(part => part.Length > 0));
        var hint = problem.Hint.Length > 0 ? $" {problem.Hint}" : "";
        return $"{place}{severity}{subject}{(subject.Length > 0 ? ": " : "")}{problem.Message}{hint}";
    }
}
