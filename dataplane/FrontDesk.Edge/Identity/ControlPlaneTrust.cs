using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace FrontDesk.Edge.Identity;

/// <summary>
/// Whether a server is a control plane of the fleet: its certificate was issued by the fleet's authority and carries the URI that only
/// control planes get. The host name proves nothing more, and would forbid addresses behind a balancer.
/// </summary>
internal static class ControlPlaneTrust
{
    /// <summary>The URI in a control plane's certificate.</summary>
    public const string Uri = "frontdesk:control-plane";

    /// <summary>The URI in the certificate of the key that heads are signed with.</summary>
    public const string SignerUri = "frontdesk:signer";

    private static readonly Oid ServerAuthentication = new("1.3.6.1.5.5.7.3.1");
    private static readonly Oid Signing = new("1.3.6.1.5.5.7.3.3");
    private static readonly Asn1Tag UriName = new(TagClass.ContextSpecific, 6);

    /// <summary>Null where the server is a control plane, else why it is not, in a sentence.</summary>
    public static string? Objection(X509Certificate2 server, X509Certificate2 authority, DateTimeOffset now) =>
        Objection(server, authority, ServerAuthentication, Uri, "a server", now);

    /// <summary>Null where a certificate is that of the key that heads are signed with, else why it is not, in a sentence.</summary>
    public static string? SignerObjection(X509Certificate2 signer, X509Certificate2 authority, DateTimeOffset now) =>
        Objection(signer, authority, Signing, SignerUri, "a signer", now);

    private static string? Objection(X509Certificate2 server, X509Certificate2 authority, Oid usage, string uri, string what, DateTimeOffset now)
    {
        using X509Chain chain = new();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(authority);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.ApplicationPolicy.Add(usage);
        chain.ChainPolicy.VerificationTime = now.UtcDateTime;
        if (!chain.Build(server))
        {
            return $"its certificate was not issued by the fleet's authority for {what}, or is not valid now: "
                + string.Join(" ", chain.ChainStatus.Select(status => status.StatusInformation.Trim()));
        }

        return HasUri(server, uri) ? null : $"its certificate does not carry {uri}, so it is no {(uri == Uri ? "control plane" : "signer")}.";
    }

    private static bool HasUri(X509Certificate2 certificate, string uri)
    {
        foreach (X509Extension extension in certificate.Extensions.Where(e => e.Oid?.Value == "2.5.29.17"))
        {
            AsnReader names = new AsnReader(extension.RawData, AsnEncodingRules.DER).ReadSequence();
            while (names.HasData)
            {
                if (names.PeekTag().HasSameClassAndValue(UriName))
                {
                    if (names.ReadCharacterString(UniversalTagNumber.IA5String, UriName) == uri)
                    {
                        return true;
                    }
                }
                else
                {
                    names.ReadEncodedValue();
                }
            }
        }

        return false;
    }
}
