using FrontDesk.Edge.Tls;
using FrontDesk.Routing.Targets;

namespace FrontDesk.Edge.Pipeline;

/// <summary>Whether a TLS connection is for the host that a request on it names.</summary>
internal static class ShownCertificate
{
    /// <summary>
    /// Whether the certificate that is shown for the server name also covers the host. Clients may use one connection for all names of its certificate
    /// (RFC 9113 §9.1.1) and for no other: another host may ask more of the handshake than this connection gave. True without a server name.
    /// </summary>
    public static bool Covers(Exchange exchange, string? serverName)
    {
        if (string.IsNullOrEmpty(serverName) || exchange.Snapshot is null || serverName == exchange.Host)
        {
            return true;
        }

        if (!HostName.TryNormalise(ServerNames.AsSent(serverName), out var shownFor))
        {
            return false;
        }

        if (shownFor == exchange.Host)
        {
            return true;
        }

        var certificate = exchange.Snapshot.Model.FindCertificate(shownFor);
        return certificate is not null && IsCoveredBy(certificate.Names, exchange.Host);
    }

    /// <summary>Exact, or `*.` and the host without its first label (RFC 6125 §6.4.3).</summary>
    private static bool IsCoveredBy(string[] names, string host)
    {
        var dot = host.IndexOf('.', StringComparison.Ordinal);
        var parent = dot < 0 ? default : host.AsSpan(dot);
        foreach (var name in names)
        {
            if (name == host || (name.StartsWith("*.", StringComparison.Ordinal) && dot > 0 && name.AsSpan(1).SequenceEqual(parent)))
            {
                return true;
            }
        }

        return false;
    }
}
