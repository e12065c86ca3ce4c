using System.Diagnostics.CodeAnalysis;
using FrontDesk.Admin.V1;
using FrontDesk.ControlPlane.Records;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace FrontDesk.ControlPlane.Identity;

/// <summary>Join tokens: made by operators, used by edges a limited number of times, each use counted once over all control planes.</summary>
[SuppressMessage("Design", "CA1001", Justification = "The semaphore has no wait handle to dispose of.")]
internal sealed class JoinTokens(RecordStore records, CertificateAuthority authority, TimeProvider time)
{
    // Only other control planes get in the way of a use, each with one at a time.
    private const int Attempts = 100;
    private const string Folder = "join-tokens/";

    // Hundreds of edges may come with one token at once: here they take turns instead of overtaking each other.
    private readonly SemaphoreSlim _turn = new(1);

    /// <summary>Makes a token.</summary>
    public async Task<JoinToken> CreateAsync(string group, uint uses, TimeSpan lifetime, string author, CancellationToken cancellationToken, AuditEntry? audit = null)
    {
        var token = BearerToken.Create();
        var expires = time.GetUtcNow() + lifetime;
        var record = new JoinTokenRecord
        {
            Hash = ByteString.CopyFrom(token.Hash()),
            Group = group,
            Expires = Timestamp.FromDateTimeOffset(expires),
            UsesLeft = uses,
            Author = author,
        };
        audit?.Objects.Insert(0, $"join token {token.Id}");
        await records.CreateAsync(Folder + token.Id, record.ToByteArray(), cancellationToken, audit);
        return new JoinToken(token.Id, token.ToJoinText(authority.Fingerprint), group, expires, uses);
    }

    /// <summary>The group that a token leads into, without using it up.</summary>
    /// <exception cref="JoinTokenRefusedException">The token is wrong, expired or used up.</exception>
    public async Task<string> CheckAsync(string text, CancellationToken cancellationToken) =>
        (await ReadAsync(text, cancellationToken)).Token.Group;

    /// <summary>Counts one use.</summary>
    /// <returns>The token's id.</returns>
    /// <exception cref="JoinTokenRefusedException">The token is wrong, expired or used up.</exception>
    public async Task<string> UseAsync(string text, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            for (var attempt = 0; attempt < Attempts; attempt++)
            {
                var (id, version, token) = await ReadAsync(text, cancellationToken);
                token.UsesLeft--;
                if (await records.ReplaceAsync(Folder + id, token.ToByteArray(), version, cancellationToken))
                {
                    return id;
                }
            }

            throw new JoinTokenRefusedException("Too many edges use this join token at once. Try again.");
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task<(string Id, uint Version, JoinTokenRecord Token)> ReadAsync(string text, CancellationToken cancellationToken)
    {
        if (!BearerToken.TryParse(text.Trim(), BearerToken.JoinPrefix, out var bearer))
        {
            throw new JoinTokenRefusedException("This is no join token: one looks like fdj_…. Make one with `frontdesk join-token`.");
        }

        var record = await records.GetAsync(Folder + bearer.Value.Id, cancellationToken);
        var token = record is null ? null : JoinTokenRecord.Parser.ParseFrom(record.Value);
        if (token is null || !bearer.Value.Matches(token.Hash.Span))
        {
            throw new JoinTokenRefusedException("The join token is wrong: this control plane knows none like it.");
        }

        if (token.Expires.ToDateTimeOffset() <= time.GetUtcNow())
        {
            throw new JoinTokenRefusedException($"The join token {bearer.Value.Id} has expired. Make a new one with `frontdesk join-token`.");
        }

        return token.UsesLeft > 0
            ? (bearer.Value.Id, record!.Version, token)
            : throw new JoinTokenRefusedException($"The join token {bearer.Value.Id} is used up. Make a new one with `frontdesk join-token`.");
    }
}
