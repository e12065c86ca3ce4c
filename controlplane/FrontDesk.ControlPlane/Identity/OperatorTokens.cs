using FrontDesk.Admin.V1;
using FrontDesk.ControlPlane.Records;
using FrontDesk.ControlPlane.Revisions;
using FrontDesk.ControlPlane.Store;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace FrontDesk.ControlPlane.Identity;

/// <summary>
/// The tokens that operators show. Each call reads its token's record, so that a change of it holds at once, at every control plane; see
/// <see cref="LastSeenRecords"/> for a store that is away. Only a hash of the secret is stored.
/// </summary>
internal sealed class OperatorTokens(RecordStore records, Desk desk, TimeProvider time)
{
    /// <summary>The folder of their records.</summary>
    public const string Folder = "operators";

    /// <summary>How many there may be.</summary>
    public const int Most = 1000;

    /// <summary>How long an expired token is still listed.</summary>
    public static readonly TimeSpan ShownExpired = TimeSpan.FromDays(30);

    // A use is noted no more often than this.
    private static readonly TimeSpan Coarse = TimeSpan.FromMinutes(10);

    private readonly LastSeenRecords _seen = new(records, time);
    private volatile Kept? _kept;

    /// <summary>Makes a token.</summary>
    /// <param name="name">What its holder is called.</param>
    /// <param name="role">What it allows.</param>
    /// <param name="lifetime">How long it is good for; null: until it is revoked.</param>
    /// <param name="author">Whose token made it; empty: a control plane did.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <param name="audit">What the audit log is to say of it.</param>
    /// <returns>Its text, which is known only now, and what is known of it.</returns>
    public async Task<(string Text, IssuedToken About)> CreateAsync(string name, Role role, TimeSpan? lifetime, string author, CancellationToken cancellationToken, AuditEntry? audit = null)
    {
        var token = BearerToken.Create();
        var now = time.GetUtcNow();
        var record = new OperatorTokenRecord
        {
            Hash = ByteString.CopyFrom(token.Hash()),
            Name = name,
            Role = role,
            Created = Timestamp.FromDateTimeOffset(now),
            Author = author,
            Expires = lifetime is { } span ? Timestamp.FromDateTimeOffset(now + span) : null,
        };
        audit?.Objects.Insert(0, $"token {token.Id}");
        await records.CreateAsync(Key(token.Id), record.ToByteArray(), cancellationToken, audit);
        return (token.ToOperatorText(), About(token.Id, record));
    }

    /// <summary>Whose token this is, expired or not; null where it is nobody's.</summary>
    public async Task<IssuedToken?> FindAsync(string text, CancellationToken cancellationToken) =>
        BearerToken.TryParse(text, BearerToken.OperatorPrefix, out var token)
        && await ReadAsync(token.Value.Id, cancellationToken) is { } known
        && token.Value.Matches(known.Hash.Span)
            ? About(token.Value.Id, known)
            : null;

    /// <summary>Whether a token of this id is there, and has not expired.</summary>
    public async Task<bool> IsGoodAsync(string id, CancellationToken cancellationToken) =>
        await ReadAsync(id, cancellationToken) is { } known && IsGood(About(id, known));

    /// <summary>Whether a token has not expired.</summary>
    public bool IsGood(IssuedToken token) => token.Expires is null || token.Expires.ToDateTimeOffset() > time.GetUtcNow();

    /// <summary>All tokens, by name, then by when they were made. Those that expired long ago are removed on the way.</summary>
    public async Task<IReadOnlyList<IssuedToken>> ListAsync(CancellationToken cancellationToken)
    {
        var listed = new List<IssuedToken>();
        foreach (var record in await records.ListAsync(Folder + "/", cancellationToken))
        {
            var token = About(record.Name[(Folder.Length + 1)..], OperatorTokenRecord.Parser.ParseFrom(record.Value));
            if (token.Expires is null || token.Expires.ToDateTimeOffset() + ShownExpired > time.GetUtcNow())
            {
                listed.Add(token);
            }
            else
            {
                await records.DeleteAsync(record.Name, record.Version, cancellationToken);
            }
        }

        return [.. listed.OrderBy(token => token.Name, StringComparer.Ordinal).ThenBy(token => token.Created)];
    }

    /// <summary>Makes a token good for nothing.</summary>
    /// <returns>Whether there was one.</returns>
    public async Task<bool> RevokeAsync(string id, CancellationToken cancellationToken, AuditEntry? audit = null)
    {
        // A use that is noted meanwhile makes another version of it.
        while (await records.GetAsync(Key(id), cancellationToken) is { } record)
        {
            if (await records.DeleteAsync(Key(id), record.Version, cancellationToken, audit))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// The token in this control plane's own file: the last way in. While the store is in doubt, or cannot be asked, it is good without a record: a store that
    /// went back to before it was made would else refuse the only one who can say `frontdesk store restore`.
    /// </summary>
    public async Task KeepAsync(string id, CancellationToken cancellationToken)
    {
        if (await records.GetAsync(Key(id), cancellationToken) is { } record)
        {
            _kept = new Kept(id, OperatorTokenRecord.Parser.ParseFrom(record.Value), desk.Current.Head.Epoch);
        }
    }

    /// <summary>Whether it is the token in this control plane's own file.</summary>
    public bool IsKept(string id) => _kept?.Id == id;

    /// <summary>Writes the record of the kept token again where a new epoch lacks it.</summary>
    public async Task ReviveAsync(CancellationToken cancellationToken)
    {
        var epoch = desk.Current.Head.Epoch;
        if (_kept is { } kept && kept.Epoch != epoch && desk.Fault is null)
        {
            await records.CreateAsync(Key(kept.Id), kept.Record.ToByteArray(), cancellationToken);
            _kept = kept with { Epoch = epoch };
        }
    }

    /// <summary>Notes that a token is used, where that was not noted lately. Nobody's call fails for it.</summary>
    public async Task NoteUseAsync(IssuedToken token, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (token.LastUsed is { } last && now - last.ToDateTimeOffset() < Coarse)
        {
            return;
        }

        try
        {
            if (await records.GetAsync(Key(token.Id), cancellationToken) is { } record)
            {
                var noted = OperatorTokenRecord.Parser.ParseFrom(record.Value);
                noted.LastUsed = Timestamp.FromDateTimeOffset(now);

                // Whoever was faster noted a use as well, or revoked it: both stand.
                await records.ReplaceAsync(record.Name, noted.ToByteArray(), record.Version, cancellationToken);
            }
        }
        catch (Exception away) when (away is StoreUnavailableException or OutcomeUnknownException)
        {
            // The next use is noted instead.
        }
    }

    private async Task<OperatorTokenRecord?> ReadAsync(string id, CancellationToken cancellationToken)
    {
        var kept = _kept is { } own && own.Id == id ? own : null;
        try
        {
            return await _seen.GetAsync(Key(id), cancellationToken) is { } record ? OperatorTokenRecord.Parser.ParseFrom(record.Value)
                : kept is not null && (desk.Fault is not null || desk.Current.Head.Epoch != kept.Epoch) ? kept.Record
                : null;
        }
        catch (StoreUnavailableException) when (kept is not null)
        {
            return kept.Record;
        }
    }

    private static string Key(string id) => Folder + "/" + id;

    private static IssuedToken About(string id, OperatorTokenRecord record) => new()
    {
        Id = id,
        Name = record.Name,
        Role = record.Role,
        Created = record.Created,
        Author = record.Author,
        Expires = record.Expires,
        LastUsed = record.LastUsed,
    };

    /// <summary>The token in this control plane's own file.</summary>
    /// <param name="Id">Its id.</param>
    /// <param name="Record">What its record said.</param>
    /// <param name="Epoch">The newest epoch in which the record is known to be there.</param>
    private sealed record Kept(string Id, OperatorTokenRecord Record, uint Epoch);
}
