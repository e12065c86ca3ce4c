using FrontDesk.Admin.V1;
using FrontDesk.Cli.Output;

namespace FrontDesk.Cli.Audit;

/// <summary>Entries of the audit log for people: one a line, in columns that need not know what comes.</summary>
internal static class AuditText
{
    /// <summary>When, who, from where, what, how it went, and to which objects.</summary>
    public static string Line(AuditEntry entry, bool colour)
    {
        var result = entry.Count > 1 ? $"{entry.Result}, {entry.Count} times" : entry.Result;
        var shown = new Cell(result, entry.Result == "done" ? Tone.Good : Tone.Bad);
        return string.Join(
            "  ",
            TimeText.Of(entry.Time),
            Printable.Line(Who(entry)).PadRight(20),
            Printable.Line(entry.Peer).PadRight(15),
            Printable.Line(entry.Action).PadRight(24),
            shown.Render(colour) + (entry.Objects.Count > 0 ? ":" : ""),
            Printable.Line(string.Join("; ", entry.Objects))).TrimEnd();
    }

    private static string Who(AuditEntry entry) => entry.Actor switch
    {
        ActorKind.Operator => entry.Who,
        ActorKind.Node => $"node {entry.Who}",
        ActorKind.ControlPlane => "a control plane",
        _ => "unknown",
    };
}
