using System.Net.Security;

namespace FrontDesk.Cli.Connection;

/// <summary>How calls travel.</summary>
internal static class Transport
{
    /// <summary>A call that answers at once gets this long.</summary>
    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(30);

    /// <summary>The latest time for the end of a call that answers at once, by the clock that gRPC goes by.</summary>
    public static DateTime Deadline(TimeSpan extra = default) => TimeProvider.System.GetUtcNow().UtcDateTime + CallTimeout + extra;

    /// <summary>HTTP/2 over TLS. A peer that vanished is noticed within half a minute, also where a call has no deadline.</summary>
    public static SocketsHttpHandler Handler(RemoteCertificateValidationCallback check) => new()
    {
        SslOptions = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = check },
        ConnectTimeout = TimeSpan.FromSeconds(10),
        KeepAlivePingDelay = TimeSpan.FromSeconds(15),
        KeepAlivePingTimeout = TimeSpan.FromSeconds(15),
        KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
        UseProxy = false,
    };
}
