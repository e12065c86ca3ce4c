using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace FrontDesk.Testing.Networking;

/// <summary>HTTP clients that reach one edge whatever the URL's host is, and trust one authority.</summary>
public static class EdgeClient
{
    /// <summary>A client for one edge.</summary>
    /// <param name="address">The edge's address.</param>
    /// <param name="authority">The only authority trusted; null trusts nobody.</param>
    /// <param name="version">The only HTTP version spoken.</param>
    public static HttpClient Create(string address, X509Certificate2? authority, Version version)
    {
        var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            AllowAutoRedirect = false,
            ConnectCallback = async (context, cancellationToken) =>
            {
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                await socket.ConnectAsync(new IPEndPoint(IPAddress.Parse(address), context.DnsEndPoint.Port), cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            },
            SslOptions = new SslClientAuthenticationOptions
            {
                CertificateChainPolicy = new X509ChainPolicy
                {
                    TrustMode = X509ChainTrustMode.CustomRootTrust,
                    RevocationMode = X509RevocationMode.NoCheck,
                    DisableCertificateDownloads = true,
                },
            },
        };
        if (authority is not null)
        {
            handler.SslOptions.CertificateChainPolicy.CustomTrustStore.Add(authority);
        }

        return new HttpClient(handler) { DefaultRequestVersion = version, DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };
    }
}
