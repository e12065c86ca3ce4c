using System.Formats.Asn1;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace FrontDesk.Cli.Connection;

/// <summary>
/// Decides whether a server is the control plane: its certificate names the host, was issued by the authority, and carries the URI
/// `frontdesk:control-plane`, which no certificate for a site ever does.
/// </summary>
/// <param name="authority">The authority's certificate; null: what the machine trusts.</param>
internal sealed class ServerCheck(X509Certificate2? authority)
{
    private const string ControlPlaneUri = "frontdesk:control-plane";
    private const string SubjectAlternativeName = "2.5.29.17";
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    /// <summary>Why the last server was refused; null where none was.</summary>
    public string? Refusal { get; private set; }

    /// <summary>For <see cref="SslClientAuthenticationOptions.RemoteCertificateValidationCallback"/>.</summary>
    public bool Accept(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        Refusal = certificate is X509Certificate2 shown ? Refuse(shown, chain, errors) : "it shows no certificate";
        return Refusal is null;
    }

    private string? Refuse(X509Certificate2 shown, X509Chain? chain, SslPolicyErrors errors)
    {
        if (authority is null ? errors.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors) : !IsIssuedBy(authority, shown, chain?.ChainPolicy.ExtraStore))
        {
            return authority is null
                ? "its certificate was issued by nobody whom this machine trusts"
                : $"its certificate was not issued by the authority {authority.GetCertHashString(System.Security.Cryptography.HashAlgorithmName.SHA256)[..16].ToLowerInvariant()}…, or has expired";
        }

        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
        {
            return "its certificate does not name this host";
        }

        return Uris(shown).Contains(ControlPlaneUri) ? null : "its certificate is not a control plane's";
    }

    /// <summary>Whether the authority issued the certificate, and both are good now. Front Desk's certificates are revoked by other means than lists.</summary>
    public static bool IsIssuedBy(X509Certificate2 authority, X509Certificate2 certificate, X509Certificate2Collection? between)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(authority);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.ApplicationPolicy.Add(new System.Security.Cryptography.Oid(ServerAuthentication));
        chain.ChainPolicy.ExtraStore.AddRange(between ?? []);
        return chain.Build(certificate);
    }

    /// <summary>The URIs among the certificate's alternative names (RFC 5280 §4.2.1.6), which .NET does not list.</summary>
    private static IEnumerable<string> Uris(X509Certificate2 certificate)
    {
        var extension = certificate.Extensions.FirstOrDefault(extension => extension.Oid?.Value == SubjectAlternativeName);
        if (extension is null)
        {
            yield break;
        }

        var uri = new Asn1Tag(TagClass.ContextSpecific, 6);
        var names = new AsnReader(extension.RawData, AsnEncodingRules.DER).ReadSequence();
        while (names.HasData)
        {
            if (names.PeekTag().HasSameClassAndValue(uri))
            {
                yield return names.ReadCharacterString(UniversalTagNumber.IA5String, uri);
            }
            else
            {
                names.ReadEncodedValue();
            }
        }
    }
}
