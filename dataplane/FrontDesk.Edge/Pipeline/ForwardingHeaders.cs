namespace FrontDesk.Edge.Pipeline;

/// <summary>The headers by which proxies tell the next one about the client.</summary>
internal static class ForwardingHeaders
{
    /// <summary>Addresses, the client's first.</summary>
    public const string For = "X-Forwarded-For";

    /// <summary>The scheme that the client spoke.</summary>
    public const string Proto = "X-Forwarded-Proto";

    /// <summary>The host that the client asked for.</summary>
    public const string Host = "X-Forwarded-Host";

    /// <summary>The port that the client asked for.</summary>
    public const string Port = "X-Forwarded-Port";

    /// <summary>The client's address alone.</summary>
    public const string RealIp = "X-Real-IP";

    /// <summary>The same by RFC 7239.</summary>
    public const string Forwarded = "Forwarded";

    /// <summary>The request's id.</summary>
    public const string RequestId = "X-Request-Id";

    /// <summary>Every header that begins so is about forwarding.</summary>
    public const string Prefix = "X-Forwarded-";
}
