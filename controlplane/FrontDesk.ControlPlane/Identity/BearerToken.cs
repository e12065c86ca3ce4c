using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace FrontDesk.ControlPlane.Identity;

/// <summary>
/// What tokens are made of: a prefix that says the sort, an id that may be shown, and a secret of 32 random bytes that may not. Only the
/// secret's SHA-256 is stored: 256 random bits need no slow hash.
/// </summary>
/// <param name="Id">16 hexadecimal digits.</param>
/// <param name="Secret">64 hexadecimal digits.</param>
internal readonly record struct BearerToken(string Id, string Secret)
{
    /// <summary>Before an operator's token.</summary>
    public const string OperatorPrefix = "fdo";

    /// <summary>Before a join token.</summary>
    public const string JoinPrefix = "fdj";

    /// <summary>Before an API key of a client.</summary>
    public const string ApiKeyPrefix = "fdk";

    private const int IdLength = 16;
    private const int SecretLength = 64;

    /// <summary>A new token.</summary>
    public static BearerToken Create() => new(
        Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(IdLength / 2)),
        Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(SecretLength / 2)));

    /// <summary>Reads `PREFIX_ID_SECRET`, with anything after a further `_` left unread.</summary>
    public static bool TryParse(string text, string prefix, [NotNullWhen(true)] out BearerToken? token)
    {
        token = null;
        var parts = text.Length <= 256 ? text.Split('_') : [];
        if (parts is not [var sort, { Length: IdLength } id, { Length: SecretLength } secret, ..] || sort != prefix
            || !IsHex(id) || !IsHex(secret))
        {
            return false;
        }

        token = new BearerToken(id, secret);
        return true;
    }

    /// <summary>The SHA-256 that is stored.</summary>
    public byte[] Hash() => SHA256.HashData(Convert.FromHexString(Secret));

    /// <summary>Whether the secret is the one whose hash was stored, in a time that tells nothing.</summary>
    public bool Matches(ReadOnlySpan<byte> hash) => CryptographicOperations.FixedTimeEquals(Hash(), hash);

    /// <summary>The text of an operator's token.</summary>
    public string ToOperatorText() => $"{OperatorPrefix}_{Id}_{Secret}";

    /// <summary>The text of a join token, which carries the authority's fingerprint.</summary>
    public string ToJoinText(string fingerprint) => $"{JoinPrefix}_{Id}_{Secret}_{fingerprint}";

    /// <summary>The text of an API key.</summary>
    public string ToApiKeyText() => $"{ApiKeyPrefix}_{Id}_{Secret}";

    /// <summary>Names the token without giving it away.</summary>
    public override string ToString() => Id;

    private static bool IsHex(string text) => !text.AsSpan().ContainsAnyExcept("0123456789abcdef");
}
