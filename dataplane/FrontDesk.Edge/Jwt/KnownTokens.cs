using System.Runtime.CompilerServices;
using FrontDesk.Edge.Access;
using FrontDesk.Edge.Credentials;
using FrontDesk.Routing.Access;
using Microsoft.Extensions.Primitives;

namespace FrontDesk.Edge.Jwt;

/// <summary>
/// Tokens that were found good, so that one that comes again costs a look-up. Found by their whole text; only signed ones get in, so that nobody can fill it. What was found holds for the policy and
/// the keys that it was found with, until the token ends.
/// </summary>
internal sealed class KnownTokens
{
    private const int Most = 8 * 1024;

    // Longer ones are looked at each time, so that all together stay below 64 MiB.
    private const int Longest = 4 * 1024;
    private readonly RecentMap<Key, KnownToken> _tokens = new(Most);

    /// <summary>A token that is good now; null where it has to be looked at.</summary>
    public KnownToken? Find(string header, JwtModel model, KeySet keys, DateTimeOffset now) =>
        _tokens.TryGet(new Key(header, model), out var known) && ReferenceEquals(known.Keys, keys) && now < known.Ends ? known : null;

    /// <summary>Keeps a token.</summary>
    public void Keep(string header, JwtModel model, KnownToken token)
    {
        if (header.Length <= Longest)
        {
            _tokens.Set(new Key(header, model), token);
        }
    }

    private readonly struct Key(string header, JwtModel model) : IEquatable<Key>
    {
        private readonly string _header = header;
        private readonly JwtModel _model = model;

        public bool Equals(Key other) => ReferenceEquals(_model, other._model) && _header == other._header;

        public override bool Equals(object? obj) => obj is Key other && Equals(other);

        // A text's hash is keyed by the process.
        public override int GetHashCode() => HashCode.Combine(_header.GetHashCode(StringComparison.Ordinal), RuntimeHelpers.GetHashCode(_model));
    }
}

/// <summary>A token that was found good.</summary>
/// <param name="Caller">Who the client is.</param>
/// <param name="Headers">The headers that the service gets.</param>
/// <param name="AreClaimsFitting">Whether its claims are as the policy requires.</param>
/// <param name="Keys">The keys that it was found good with.</param>
/// <param name="Ends">When it ends, with what clocks may differ.</param>
internal sealed record KnownToken(Caller Caller, KeyValuePair<string, StringValues>[] Headers, bool AreClaimsFitting, KeySet Keys, DateTimeOffset Ends);
