using FrontDesk.ControlPlane.Fleet;
using Google.Protobuf.WellKnownTypes;

namespace FrontDesk.ControlPlane.Relay;

/// <summary>Edges as they are written for other control planes, and read again.</summary>
internal static class RelayedEdges
{
    private const int MaxDegraded = 100;

    /// <summary>For the store.</summary>
    public static RelayedEdge Write(LiveEdge edge, TimeSpan rounding) => new()
    {
        Name = edge.Name,
        Group = edge.Group,
        Connected = edge.Connected,
        Version = edge.Version,
        Address = edge.Address,
        Applied = edge.Applied,
        Refused = edge.Refused,
        Error = edge.Error,
        Diverged = edge.Diverged,
        Held = edge.Held,
        Answered = edge.Answered?.ToTimestamp(),
        Degraded = { edge.Degraded.Take(MaxDegraded) },
        Copied = edge.Copied?.ToTimestamp(),
        LastSeen = new DateTimeOffset(edge.LastSeen.UtcTicks - (edge.LastSeen.UtcTicks % rounding.Ticks), TimeSpan.Zero).ToTimestamp(),
        Since = edge.Since.ToTimestamp(),
        BootId = edge.BootId,
        Started = edge.Started.ToTimestamp(),
        Stream = edge.Stream,
    };

    /// <summary>From the store.</summary>
    /// <param name="edge">What was written.</param>
    /// <param name="controlPlane">The name of the control plane that wrote it.</param>
    public static LiveEdge Read(RelayedEdge edge, string controlPlane) => new()
    {
        Name = edge.Name,
        Group = edge.Group,
        Connected = edge.Connected,
        Version = edge.Version,
        Address = edge.Address,
        Applied = edge.Applied ?? new(),
        Refused = edge.Refused,
        Error = edge.Error,
        Diverged = edge.Diverged,
        Held = edge.Held,
        Answered = edge.Answered?.ToDateTimeOffset(),
        Degraded = [.. edge.Degraded],
        Copied = edge.Copied?.ToDateTimeOffset(),
        LastSeen = edge.LastSeen?.ToDateTimeOffset() ?? default,
        Since = edge.Since?.ToDateTimeOffset() ?? default,
        BootId = edge.BootId,
        Started = edge.Started?.ToDateTimeOffset() ?? default,
        Stream = edge.Stream,
        ControlPlane = controlPlane,
    };
}
