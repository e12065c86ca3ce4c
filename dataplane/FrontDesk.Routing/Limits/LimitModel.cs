using FrontDesk.Routing.Addresses;

namespace FrontDesk.Routing.Limits;

/// <summary>A limit, compiled.</summary>
public sealed class LimitModel
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>A number for name, method, rate and key: limits that have it in common go on with the same counts.</summary>
    public required ulong Identity { get; init; }

    /// <summary>How it counts.</summary>
    public required LimitMethod Method { get; init; }

    /// <summary>How many: in a period, or at a time.</summary>
    public required int Count { get; init; }

    /// <summary>The period, in seconds: 1, 60, 3,600 or 86,400. 0 for a concurrency limit.</summary>
    public int Period { get; init; }

    /// <summary>For a token bucket, the time in which one token comes, in nanoseconds, rounded up.</summary>
    public long Interval { get; init; }

    /// <summary>For a token bucket, how many tokens it holds.</summary>
    public int Burst { get; init; }

    /// <summary>What is counted apart; none where all counts together.</summary>
    public required LimitKeyPart[] Key { get; init; }

    /// <summary>How many bits of an IPv6 client's address are its key.</summary>
    public required int IPv6Prefix { get; init; }

    /// <summary>Clients that are never limited; null for none.</summary>
    public AddressSet? Exempt { get; init; }

    /// <summary>Whether it only tells what it would refuse.</summary>
    public bool IsReport { get; init; }

    /// <summary>The value of RateLimit-Policy.</summary>
    public required string Policy { get; init; }
}

/// <summary>How a limit counts.</summary>
public enum LimitMethod
{
    /// <summary>A bucket of tokens that fills evenly.</summary>
    TokenBucket,

    /// <summary>A window that slides with time.</summary>
    SlidingWindow,

    /// <summary>Requests under way at a time.</summary>
    Concurrency,
}

/// <summary>One part of what is counted apart.</summary>
/// <param name="Source">Where it is taken from.</param>
/// <param name="Header">The header's name, for <see cref="LimitKeySource.Header"/>; else empty.</param>
public readonly record struct LimitKeyPart(LimitKeySource Source, string Header);

/// <summary>Where a part of a key is taken from.</summary>
public enum LimitKeySource
{
    /// <summary>The client's address.</summary>
    ClientIp,

    /// <summary>The host that is asked for.</summary>
    Host,

    /// <summary>The route that the request takes.</summary>
    Route,

    /// <summary>The user whom the access policy let in.</summary>
    User,

    /// <summary>The API key with which the access policy let in.</summary>
    ApiKey,

    /// <summary>A request header's values.</summary>
    Header,
}
