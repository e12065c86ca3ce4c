using FrontDesk.Config.V1;

namespace FrontDesk.Routing.Health;

/// <summary>How the health of a service's endpoints is found out, compiled.</summary>
/// <param name="Active">How they are asked; null where they are not.</param>
/// <param name="Passive">What is learnt from requests; null where nothing is.</param>
/// <param name="PanicBelow">Where fewer than this share is fit, in percent, all are used.</param>
public sealed record HealthModel(ActiveHealthModel? Active, PassiveHealthModel? Passive, int PanicBelow);

/// <summary>How endpoints are asked, compiled.</summary>
public sealed record ActiveHealthModel
{
    /// <summary>What is asked; never unspecified.</summary>
    public required HealthCheck Type { get; init; }

    /// <summary>Path and query of the question.</summary>
    public required string Path { get; init; }

    /// <summary>From one question to the next.</summary>
    public required TimeSpan Interval { get; init; }

    /// <summary>How long an answer may take.</summary>
    public required TimeSpan Timeout { get; init; }

    /// <summary>By how much an interval varies, as a share of it.</summary>
    public required double Jitter { get; init; }

    /// <summary>Good answers in a row that make an endpoint well.</summary>
    public required int HealthyAfter { get; init; }

    /// <summary>Bad answers in a row that make it unwell.</summary>
    public required int UnhealthyAfter { get; init; }

    /// <summary>Which statuses are good.</summary>
    public required StatusRange[] Expect { get; init; }

    /// <summary>The Host of the question; null for the endpoint's own.</summary>
    public string? Host { get; init; }

    /// <summary>The gRPC service that is asked after; empty for the whole server.</summary>
    public string Service { get; init; } = "";

    /// <summary>Whether a status is a good answer.</summary>
    public bool IsGood(int status) => Array.Exists(Expect, range => status >= range.First && status <= range.Last);
}

/// <summary>Statuses from one to another.</summary>
/// <param name="First">The first.</param>
/// <param name="Last">The last.</param>
public readonly record struct StatusRange(int First, int Last);

/// <summary>What is learnt from requests, compiled.</summary>
/// <param name="Failures">Failures in a row after which an endpoint is left alone.</param>
/// <param name="For">For how long, the first time.</param>
/// <param name="MaxEjected">How many of a service's endpoints may be left alone at once, in percent.</param>
public sealed record PassiveHealthModel(int Failures, TimeSpan For, int MaxEjected);
