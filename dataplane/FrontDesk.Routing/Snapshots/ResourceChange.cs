using FrontDesk.Config.V1;

namespace FrontDesk.Routing.Snapshots;

/// <summary>One resource's change: its new configuration, or its end.</summary>
/// <param name="Kind">The resource's kind.</param>
/// <param name="Name">The resource's name.</param>
/// <param name="Resource">The new configuration; null when the resource goes.</param>
public readonly record struct ResourceChange(Kind Kind, string Name, Resource? Resource);
