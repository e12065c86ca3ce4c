using System.Formats.Asn1;
using System.Security.Cryptography.X509Certificates;

namespace FrontDesk.ControlPlane.Identity;

/// <summary>The URIs among a certificate's alternative names, which the framework's own reader leaves out (RFC 5280 §4.2.1.6).</summary>
internal static class SubjectUris
{
    private const string AlternativeNames = "2.5.29.17";
    private static readonly Asn1Tag UriTag = new(TagClass.ContextSpecific, 6);

    /// <summary>All URIs of a certificate; none where its names cannot be read.</summary>
    public static IReadOnlyList<string> Of(X509Certificate2 certificate)
    {
        var uris = new List<string>();
        if (certificate.Extensions[AlternativeNames] is not { } extension)
        {
            return uris;
        }

        try
        {
            var names = new AsnReader(extension.RawData, AsnEncodingRules.DER).ReadSequence();
            while (names.HasData)
            {
                if (names.PeekTag() == UriTag)
                {
                    uris.Add(names.ReadCharacterString(UniversalTagNumber.IA5String, UriTag));
                }
                else
                {
                    names.ReadEncodedValue();
                }
            }
        }
        catch (AsnContentException)
        {
            // A certificate whose names are garbage is nobody's.
            uris.Clear();
        }

        return uris;
    }
}
