using System.Net;

namespace FrontDesk.Routing.Settings;

/// <summary>What holds for the whole desk, compiled.</summary>
/// <param name="TrustedProxies">Ranges whose forwarding headers are believed.</param>
public sealed record SettingsModel(IPNetwork[] TrustedProxies)
{
    /// <summary>The settings of a desk that configures none.</summary>
    public static SettingsModel Default { get; } = new([]);

    /// <summary>The name of the access policy that all requests must be let in by; null for none.</summary>
    public string? Access { get; init; }

    /// <summary>Names of the limits that all requests must keep, in order.</summary>
    public string[] Limits { get; init; } = [];
}
