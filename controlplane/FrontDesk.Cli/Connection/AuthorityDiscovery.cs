using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using FrontDesk.Edge.V1;
using Grpc.Net.Client;

namespace FrontDesk.Cli.Connection;

/// <summary>
/// Comes to trust a control plane of which only the authority's fingerprint is known: asks whoever is there for the authority, believes
/// it only if the fingerprint is right and this very server's certificate was issued by it. Nothing secret is sent on the way.
/// </summary>
internal static class AuthorityDiscovery
{
    /// <summary>The authority's certificate.</summary>
    public static async Task<X509Certificate2> FindAsync(Uri server, string fingerprint, CancellationToken cancellation)
    {
        byte[]? shown = null;
        var handler = Transport.Handler((_, certificate, _, _) =>
        {
            shown = certificate?.GetRawCertData();
            return true;
        });
        using var channel = GrpcChannel.ForAddress(server, new GrpcChannelOptions { HttpHandler = handler, DisposeHttpClient = true });
        var answer = await new Trust.TrustClient(channel).GetAuthorityAsync(
            new GetAuthorityRequest(), deadline: Transport.Deadline(), cancellationToken: cancellation);

        var found = Convert.ToHexStringLower(SHA256.HashData(answer.Certificate.Span));
        if (found != fingerprint)
        {
            throw new CommandFailure(
                ExitCode.Unreachable,
                $"{ServerAddress.Text(server)} is not the control plane you named: its authority's fingerprint is {found}, not {fingerprint}",
                "take the fingerprint from the control plane itself; where it is right, somebody stands between you and it");
        }

        var authority = X509CertificateLoader.LoadCertificate(answer.Certificate.Span);
        using var certificate = shown is null ? null : X509CertificateLoader.LoadCertificate(shown);
        return certificate is not null && ServerCheck.IsIssuedBy(authority, certificate, between: null)
            ? authority
            : throw new CommandFailure(
                ExitCode.Unreachable, $"{ServerAddress.Text(server)} shows the right authority, but its own certificate was not issued by it", "somebody stands between you and the control plane");
    }
}
