using FrontDesk.Edge.Hosting;

namespace FrontDesk.Edge.Identity;

/// <summary>A join token: what admits a stranger, and how the stranger knows the control plane.</summary>
/// <param name="Text">The whole token. A secret.</param>
/// <param name="Fingerprint">The SHA-256 of the authority's certificate, DER.</param>
internal sealed record JoinToken(string Text, byte[] Fingerprint)
{
    /// <summary>Reads `fdj_ID_SECRET_FINGERPRINT`.</summary>
    /// <exception cref="EdgeStartException">It is no join token.</exception>
    public static JoinToken Parse(string text)
    {
        string[] parts = text.Split('_');
        if (parts is not ["fdj", { Length: 16 }, { Length: > 0 }, { Length: 64 } fingerprint] || !fingerprint.All(char.IsAsciiHexDigit))
        {
            throw new EdgeStartException("The join token is malformed: it must be fdj_… as `frontdesk join-token` printed it, whole and on one line.");
        }

        return new JoinToken(text, Convert.FromHexString(fingerprint));
    }

    /// <summary>Never the secret.</summary>
    public override string ToString() => "fdj_…";
}
