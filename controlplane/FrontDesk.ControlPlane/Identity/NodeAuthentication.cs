using System.Security.Cryptography.X509Certificates;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace FrontDesk.ControlPlane.Identity;

/// <summary>
/// Knows nodes by the certificate of their connection. TLS itself lets every certificate in, since enrolment comes without one; so it is
/// checked here, for each call: issued by our authority, for clients, with a node's name, and still the one that the node's record names.
/// </summary>
internal sealed class NodeAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory loggers,
    UrlEncoder encoder,
    CertificateAuthority authority,
    Nodes nodes,
    TimeProvider time) : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    /// <summary>The name of the scheme.</summary>
    public new const string Scheme = "node";

    /// <summary>How long after it lapsed a certificate may still be renewed.</summary>
    public static readonly TimeSpan RenewalGrace = TimeSpan.FromDays(30);

    /// <inheritdoc/>
    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Context.Connection.ClientCertificate is not { } certificate)
        {
            return AuthenticateResult.Fail("This call wants a node's certificate. Enrol the edge with a join token.");
        }

        var now = time.GetUtcNow();
        if (NodeNames.NodeOf(certificate) is not { } name || !IsOurs(certificate) || certificate.NotBefore.ToUniversalTime() > now)
        {
            return AuthenticateResult.Fail("The certificate is not one of this fleet's nodes. Enrol the edge with a join token of this control plane.");
        }

        if (certificate.NotAfter.ToUniversalTime() + RenewalGrace < now)
        {
            return AuthenticateResult.Fail($"The certificate of node {name} lapsed more than {RenewalGrace.TotalDays} days ago. Enrol the edge again.");
        }

        if (await nodes.FindAsync(name, Context.RequestAborted) is not { } node || !Nodes.Holds(node, certificate.SerialNumber))
        {
            return AuthenticateResult.Fail($"Node {name} was revoked, removed or replaced. Enrol the edge again.");
        }

        return AuthenticateResult.Success(new AuthenticationTicket(
            Caller.Node(name, lapsed: certificate.NotAfter.ToUniversalTime() < now), Scheme));
    }

    private bool IsOurs(X509Certificate2 certificate)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy = ChainPolicy(authority.Certificate);
        return chain.Build(certificate);
    }

    /// <summary>Trusts our authority alone, for clients, and fetches nothing from anywhere. Times are judged apart.</summary>
    public static X509ChainPolicy ChainPolicy(X509Certificate2 authority) => new()
    {
        TrustMode = X509ChainTrustMode.CustomRootTrust,
        CustomTrustStore = { authority },
        RevocationMode = X509RevocationMode.NoCheck,
        DisableCertificateDownloads = true,
        VerificationFlags = X509VerificationFlags.IgnoreNotTimeValid,
        ApplicationPolicy = { new System.Security.Cryptography.Oid("1.3.6.1.5.5.7.3.2") }, // clientAuth
    };
}
