using System.Collections.Frozen;
using System.Security.Cryptography;
using FrontDesk.Edge.V1;

namespace FrontDesk.Edge.Credentials;

/// <summary>The API keys of a set, as this edge has them: `fdk_ID_SECRET`, of which the secret is known by its hash only. Immutable.</summary>
internal sealed class ApiKeySet
{
    private const string Prefix = "fdk_";
    private const int IdLength = 16;
    private const int SecretBytes = 32;
    private const int Length = 4 + IdLength + 1 + (2 * SecretBytes);

    private readonly FrozenDictionary<string, KnownKey> _keys;

    private ApiKeySet(FrozenDictionary<string, KnownKey> keys) => _keys = keys;

    /// <summary>The set without keys.</summary>
    public static ApiKeySet Empty { get; } = new(FrozenDictionary<string, KnownKey>.Empty);

    /// <summary>The keys that a secret holds; none where there is no secret yet.</summary>
    public static ApiKeySet Of(ApiKeySetSecret? secret) => secret is null ? Empty : new(
        secret.Keys.DistinctBy(static key => key.Id).ToFrozenDictionary(
            static key => key.Id,
            static key => new KnownKey(key.Id, key.Owner, [.. key.Scopes], key.Expires?.ToDateTimeOffset() ?? DateTimeOffset.MaxValue, key.Hash.ToByteArray()),
            StringComparer.Ordinal));

    /// <summary>The key that a text is; null where it is none, in a time that tells nothing of the secret. Whether it has expired is the caller's to ask. Allocates nothing.</summary>
    public KnownKey? Find(ReadOnlySpan<char> text)
    {
        if (text.Length != Length || !text.StartsWith(Prefix, StringComparison.Ordinal) || text[Prefix.Length + IdLength] != '_'
            || !_keys.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(text.Slice(Prefix.Length, IdLength), out var key))
        {
            return null;
        }

        Span<byte> secret = stackalloc byte[SecretBytes];
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        if (Convert.FromHexString(text[(Length - (2 * SecretBytes))..], secret, out _, out _) != System.Buffers.OperationStatus.Done)
        {
            return null;
        }

        SHA256.HashData(secret, hash);
        return CryptographicOperations.FixedTimeEquals(hash, key.Hash) ? key : null;
    }
}

/// <summary>An API key.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Owner">Whom it was made for.</param>
/// <param name="Scopes">What it may be used for.</param>
/// <param name="Expires">When it ends.</param>
/// <param name="Hash">The SHA-256 of its secret bytes.</param>
internal sealed record KnownKey(string Id, string Owner, string[] Scopes, DateTimeOffset Expires, byte[] Hash)
{
    /// <summary>The id only.</summary>
    public override string ToString() => Id;
}
