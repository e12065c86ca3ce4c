using System.Globalization;
using FrontDesk.Admin.V1;
using FrontDesk.Cli.Output;

namespace FrontDesk.Cli.Explain;

/// <summary>An explanation as people read it: what happens, then why, then who lost.</summary>
internal static class ExplainText
{
    /// <summary>Writes it.</summary>
    public static void Write(Shell shell, ExplainResponse answer)
    {
        Line(shell, "revision", answer.Revision.ToString(CultureInfo.InvariantCulture));
        Line(shell, "listener", answer.Listener.Length > 0 ? answer.Listener : "none", answer.Listener.Length > 0 ? Tone.Plain : Tone.Bad);
        Line(shell, "certificate", answer.Certificate);
        Line(shell, "request", answer.Host + answer.Path);
        Line(shell, "route", answer.Route.Length > 0 ? answer.Route : "none", answer.Route.Length > 0 ? Tone.Good : Tone.Bad);
        Line(shell, "service", answer.Service);
        Line(shell, "status", answer.Status > 0 ? $"{answer.Status}, by the edge itself" : "", answer.Status >= 400 ? Tone.Bad : Tone.Plain);
        Line(shell, "location", answer.Location);
        Section(shell, "why", answer.Reasons);
        Section(shell, "who could answer", answer.Candidates.Select(Candidate));
        Section(shell, "what the service would see", Rewritten(answer.Request));
        Section(shell, "who lost", answer.Losers.Select(loser => $"{loser.Route}: {loser.Reason}"));
    }

    private static void Line(Shell shell, string name, string value, Tone tone = Tone.Plain)
    {
        if (value.Length > 0)
        {
            shell.Out.WriteLine($"{name,-12} {new Cell(value, tone).Render(shell.Colour)}");
        }
    }

    private static void Section(Shell shell, string title, IEnumerable<string> lines)
    {
        var first = true;
        foreach (var line in lines)
        {
            if (first)
            {
                shell.Out.WriteLine();
                shell.Out.WriteLine(new Cell(title, Tone.Title).Render(shell.Colour));
                first = false;
            }

            shell.Out.WriteLine($"  {Printable.Line(line)}");
        }
    }

    private static string Candidate(Candidate candidate) =>
        string.Create(CultureInfo.InvariantCulture, $"{candidate.Share * 100:0.##} % {candidate.Service}: {string.Join(", ", candidate.Endpoints)}");

    private static IEnumerable<string> Rewritten(RewrittenRequest? request) =>
        request is null ? [] : request.Headers.Select(header => $"{header.Name}: {header.Value}").Prepend($"{request.Method} {request.Target}");
}
