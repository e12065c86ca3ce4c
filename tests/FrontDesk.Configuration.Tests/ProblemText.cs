using System.Text;
using FrontDesk.Config.V1;

namespace FrontDesk.Configuration.Tests;

/// <summary>Says a problem to people, on one line.</summary>
internal static class ProblemText
{
    /// <summary>`desk.yaml:3:5: error: route shop: hosts[0]: what is wrong. What to do.`</summary>
    public static string Format(Problem problem)
    {
        var text = new StringBuilder();
        if (problem.File.Length > 0)
        {
            text.Append(problem.File);
            _ = problem.Line > 0 ? text.Append(':').Append(problem.Line).Append(':').Append(problem.Column) : text;
            text.Append(": ");
        }

        text.Append(problem.Severity == Severity.Warning ? "warning: " : "error: ");
        if (problem.Kind != Kind.Unspecified)
        {
            text.Append(problem.Kind.ToString().ToLowerInvariant()).Append(problem.Kind == Kind.Settings ? "" : $" {problem.Name}").Append(": ");
        }

        if (problem.Field.Length > 0)
        {
            text.Append(problem.Field).Append(": ");
        }

        text.Append(problem.Message);
        return (problem.Hint.Length > 0 ? text.Append(' ').Append(problem.Hint) : text).ToString();
    }
}
