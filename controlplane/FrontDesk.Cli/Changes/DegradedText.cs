using FrontDesk.Cli.Output;
using FrontDesk.Edge.V1;

namespace FrontDesk.Cli.Changes;

/// <summary>What does not work on an edge, on one line.</summary>
internal static class DegradedText
{
    /// <summary>`listener/http: port 80 is in use`.</summary>
    public static Cell Of(Degraded degraded) =>
        new($"{(degraded.Resource is { } key ? KindText.Of(key.Kind, key.Name) + ": " : "")}{degraded.Reason}", Tone.Warning);
}
