using FrontDesk.Admin.V1;
using FrontDesk.Cli.Changes;
using FrontDesk.Cli.Flags;
using FrontDesk.Cli.Output;

namespace FrontDesk.Cli.Status;

/// <summary>The fleet as people read it.</summary>
internal static class StatusText
{
    /// <summary>Writes the head, the alarms, a row per edge, and below what is degraded.</summary>
    /// <param name="shell">Where to.</param>
    /// <param name="status">The fleet.</param>
    /// <param name="group">The only group that was asked for; empty: all.</param>
    public static void Write(Shell shell, GetStatusResponse status, string group)
    {
        shell.Out.WriteLine($"head {status.Head}, epoch {status.Epoch}, control plane {Printable.Line(status.Version)}");
        foreach (var alarm in status.Alarms)
        {
            shell.Out.WriteLine(new Cell($"alarm: {alarm}", Tone.Bad).Render(shell.Colour));
        }

        shell.Out.WriteLine();
        if (status.Edges.Count == 0)
        {
            shell.Out.WriteLine(group.Length > 0 ? $"no edges in the group {Printable.Line(group)}" : "no edges yet; `frontdesk join-token` admits one");
            return;
        }

        var table = new Table("NAME", "GROUP", "APPLIED", "TARGET", "BEHIND", "STATE", "FOR", "VERSION", "ERROR");
        foreach (var edge in status.Edges)
        {
            table.Add(edge.Name, edge.Group, edge.Applied, edge.Target, edge.Behind, State(edge), Since(shell, edge), edge.Version, new Cell(edge.Error, Tone.Bad));
        }

        table.Write(shell);
        WriteDegraded(shell, status);
    }

    private static void WriteDegraded(Shell shell, GetStatusResponse status)
    {
        foreach (var edge in status.Edges.Where(edge => edge.Degraded.Count > 0))
        {
            shell.Out.WriteLine();
            shell.Out.WriteLine($"degraded on {Printable.Line(edge.Name)}:");
            foreach (var degraded in edge.Degraded)
            {
                shell.Out.WriteLine($"  {DegradedText.Of(degraded).Render(shell.Colour)}");
            }
        }
    }

    private static Cell State(EdgeStatus edge) => new(edge.Drained ? $"{edge.State}, drained" : edge.State, edge.StateCode switch
    {
        EdgeState.InSync when edge.Drained => Tone.Warning,
        EdgeState.InSync => Tone.Good,
        EdgeState.Behind or EdgeState.Degraded => Tone.Warning,
        _ => Tone.Bad,
    });

    /// <summary>How long ago, by this machine's clock.</summary>
    private static string Since(Shell shell, EdgeStatus edge)
    {
        var ago = edge.Since is { } since ? shell.Time.GetUtcNow() - since.ToDateTimeOffset() : TimeSpan.Zero;
        return edge.Since is null ? "" : DurationText.Format(TimeSpan.FromSeconds(Math.Max(0, Math.Floor(ago.TotalSeconds))));
    }
}
