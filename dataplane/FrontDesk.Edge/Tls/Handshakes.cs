using System.Net.Security;
using System.Security.Authentication;
using FrontDesk.Edge.Snapshots;
using FrontDesk.Routing.Targets;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace FrontDesk.Edge.Tls;

/// <summary>Chooses the certificate of a TLS connection by the name that the client asks for. There is no default certificate.</summary>
internal sealed class Handshakes(CurrentSnapshot current, ILogger<Handshakes> log)
{
    /// <summary>What a handshake uses.</summary>
    /// <exception cref="AuthenticationException">No certificate is for this name: the connection ends.</exception>
    public ValueTask<SslServerAuthenticationOptions> ChooseAsync(TlsHandshakeCallbackContext context)
    {
        string asked = ServerNames.AsSent(context.ClientHelloInfo.ServerName);
        if (current.Value is { } snapshot
            && HostName.TryNormalise(asked, out string? name)
            && snapshot.Model.FindCertificate(name) is { } certificate
            && snapshot.Certificates.Find(certificate)?.Handshake is { } handshake)
        {
            return ValueTask.FromResult(handshake);
        }

        log.NameRefused(asked.Length > 0 ? asked : "(none)", context.Connection.RemoteEndPoint);
        throw new AuthenticationException("No certificate is for the name that the client asks for.");
    }
}
