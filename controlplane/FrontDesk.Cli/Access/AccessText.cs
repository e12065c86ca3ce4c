using System.Globalization;
using FrontDesk.Admin.V1;
using FrontDesk.Cli.Output;

namespace FrontDesk.Cli.Access;

/// <summary>What access policies come to, as people read it: the end first, then each rule.</summary>
internal static class AccessText
{
    /// <summary>Writes it.</summary>
    public static void Write(Shell shell, ExplainResponse answer)
    {
        shell.Out.WriteLine(Outcome(answer).Render(shell.Colour));
        if (answer.Access is not { Steps.Count: > 0 } access)
        {
            foreach (var reason in answer.Reasons)
            {
                shell.Out.WriteLine($"  {Printable.Line(reason)}");
            }

            return;
        }

        shell.Out.WriteLine();
        var table = new Table("POLICY", "RULE", "", "OUTCOME");
        foreach (var step in access.Steps)
        {
            table.Add(step.Policy, step.Rule == 0 ? "otherwise" : step.Rule.ToString(CultureInfo.InvariantCulture), step.Decides ? "->" : "", step.Reason);
        }

        table.Write(shell);
    }

    private static Cell Outcome(ExplainResponse answer) => answer.Access switch
    {
        null => new Cell("the request does not get as far as access policies", Tone.Warning),
        { Outcome: AccessOutcome.Refused } access => new Cell($"refused by the access policy {access.Policy}{Status(answer)}", Tone.Bad),
        { Outcome: AccessOutcome.Required } access => new Cell($"let in where it meets what the access policy {access.Policy} requires", Tone.Warning),
        { Steps.Count: 0 } => new Cell("let in: no access policy is asked", Tone.Good),
        _ => new Cell("let in", Tone.Good),
    };

    private static string Status(ExplainResponse answer) =>
        answer.Location.Length > 0 ? $", and sent to {answer.Location}"
        : answer.Status > 0 ? $", with {answer.Status}"
        : ", without an answer";
}
