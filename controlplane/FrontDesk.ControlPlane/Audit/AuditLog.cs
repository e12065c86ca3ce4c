using System.Security.Cryptography;
using FrontDesk.Admin.V1;
using FrontDesk.ControlPlane.Store;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace FrontDesk.ControlPlane.Audit;

/// <summary>
/// The audit log in the store: entries that are only ever added, each chained to the one before with the store key, so that whoever can write to Redis but has no key
/// can neither change, add, move nor drop one unnoticed. An entry of a change is written in the change's own transaction: both happen, or neither.
/// </summary>
/// <param name="store">The store.</param>
/// <param name="key">The key of the chain.</param>
/// <param name="time">The clock.</param>
/// <param name="controlPlane">What this control plane is called in the log.</param>
/// <param name="log">Where trouble is told.</param>
[System.Diagnostics.CodeAnalysis.SuppressMessage("Design", "CA1001", Justification = "The semaphore has no wait handle to dispose of.")]
internal sealed class AuditLog(StoreConnection store, StoreKey key, TimeProvider time, string controlPlane, ILogger log)
{
    // Other control planes append as well, but each time one of them gets through.
    private const int Tries = 20;

    private readonly SemaphoreSlim _turn = new(1);

    // The newest head that this process has seen: one that is behind it means that the store lost entries.
    private AuditHead? _seen;

    /// <summary>What this control plane is called in the log.</summary>
    public string ControlPlane => controlPlane;

    /// <summary>
    /// Prepares an append, for a transaction of the caller's: <see cref="AuditAppend.AddTo"/>. Until it is disposed of, nobody else of this process appends, so that
    /// only other control planes can get in between.
    /// </summary>
    public async Task<AuditAppend> BeginAsync(IReadOnlyList<AuditEntry> entries, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            var raw = await store.ReadAsync(StoreNames.Audit);
            var (head, found) = Continue(raw);
            return Prepare(raw, head, [.. found, .. entries]);
        }
        catch
        {
            _turn.Release();
            throw;
        }
    }

    /// <summary>Appends entries that belong to no other write.</summary>
    /// <exception cref="StoreUnavailableException">Nothing was appended.</exception>
    /// <exception cref="OutcomeUnknownException">They may have been appended.</exception>
    public async Task AppendAsync(IReadOnlyList<AuditEntry> entries, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            using var append = await BeginAsync(entries, cancellationToken);
            var transaction = store.Begin();
            append.AddTo(transaction);
            var outcome = await transaction.ExecuteAsync();
            if (outcome == TransactionOutcome.Done || (outcome == TransactionOutcome.Unknown && await append.IsThereAsync(store)))
            {
                append.Done();
                return;
            }
        }

        throw new StoreUnavailableException("others kept appending to the audit log");
    }

    /// <summary>Where the log stands, and what is wrong with that, in a sentence; no head: there is no log, or its head was not written by a control plane.</summary>
    public async Task<(AuditHead? Head, string? Fault)> ReadHeadAsync() => Judge(await store.ReadAsync(StoreNames.Audit));

    /// <summary>The entries from one to another, as they are stored; null for those that are not there.</summary>
    public async Task<IReadOnlyList<StoredAuditEntry?>> ReadAsync(ulong first, int count)
    {
        string[] names = [.. Enumerable.Range(0, count).Select(offset => StoreNames.AuditEntry(first + (ulong)offset))];
        return Array.ConvertAll(await store.ReadAsync(names), raw => raw is null ? null : TryParse(raw));
    }

    /// <summary>Whether an entry follows what was before it.</summary>
    public bool Follows(ReadOnlySpan<byte> before, StoredAuditEntry entry) =>
        CryptographicOperations.FixedTimeEquals(AuditHead.Next(key, before, entry), entry.Chain.Span);

    /// <summary>Forgets the entries up to this one, in one transaction: they are deleted, and the anchor moves behind them.</summary>
    /// <param name="entry">The newest entry to forget.</param>
    /// <param name="chain">The chain after it.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task ForgetUpToAsync(ulong entry, byte[] chain, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            var raw = await store.ReadAsync(StoreNames.Audit);
            if (raw is null || AuditHead.TryRead(raw, key) is not { } head || entry < head.First || entry > head.Last)
            {
                return;
            }

            var shorter = head with { First = entry + 1, Anchor = chain };
            var transaction = store.Begin().Expect(StoreNames.Audit, raw).Write(StoreNames.Audit, shorter.Write(key));
            for (var gone = head.First; gone <= entry; gone++)
            {
                transaction.Write(StoreNames.AuditEntry(gone), null);
            }

            // Refused or unknown: the next time does it.
            await transaction.ExecuteAsync();
        }
        finally
        {
            _turn.Release();
        }
    }

    private AuditAppend Prepare(byte[]? raw, AuditHead head, IReadOnlyList<AuditEntry> entries)
    {
        var written = new List<(string Name, byte[] Value)>(entries.Count);
        foreach (var entry in entries)
        {
            var numbered = entry.Clone();
            numbered.Sequence = head.Last + 1;
            numbered.Time ??= Timestamp.FromDateTimeOffset(time.GetUtcNow());
            numbered.ControlPlane = controlPlane;
            numbered.Count = Math.Max(1, numbered.Count);
            var stored = new StoredAuditEntry { Entry = numbered.ToByteString(), WriteId = ByteString.CopyFrom(RandomNumberGenerator.GetBytes(16)) };
            stored.Chain = ByteString.CopyFrom(AuditHead.Next(key, head.Chain, stored));
            written.Add((StoreNames.AuditEntry(numbered.Sequence), stored.ToByteArray()));
            head = head with { Last = numbered.Sequence, Chain = stored.Chain.ToByteArray() };
        }

        return new AuditAppend(raw, head.Write(key), written, done: () => Volatile.Write(ref _seen, head), release: () => _turn.Release());
    }

    // A log that was damaged must not keep anybody from working: it goes on, and says so in its next entry.
    private (AuditHead Head, IReadOnlyList<AuditEntry> Found) Continue(byte[]? raw)
    {
        var (head, fault) = Judge(raw);
        if (fault is null)
        {
            return (head ?? AuditHead.Begin(key, 0), []);
        }

        AuditMessages.Damaged(log, fault);
        var found = new AuditEntry { Actor = ActorKind.ControlPlane, Who = controlPlane, Action = "audit", Objects = { fault }, Result = "damaged" };
        return (head ?? AuditHead.Begin(key, Volatile.Read(ref _seen)?.Last ?? 0), [found]);
    }

    private (AuditHead? Head, string? Fault) Judge(byte[]? raw)
    {
        var head = raw is null ? null : AuditHead.TryRead(raw, key);
        var fault = (head, Volatile.Read(ref _seen)) switch
        {
            (null, _) when raw is not null => "the head of the log was not written by a control plane",
            (null, { } seen) => $"the log is gone from the store, and entry {seen.Last} was there",
            ({ } now, { } seen) when now.Last < seen.Last => $"the log ends with entry {now.Last}, and entry {seen.Last} was there",
            ({ } now, { } seen) when now.Last == seen.Last && !now.Chain.AsSpan().SequenceEqual(seen.Chain) => $"entry {now.Last} is another than the one that was there",
            _ => null,
        };
        if (fault is null && head is not null)
        {
            Volatile.Write(ref _seen, head);
        }

        return (head, fault);
    }

    private static StoredAuditEntry? TryParse(byte[] raw)
    {
        try
        {
            return StoredAuditEntry.Parser.ParseFrom(raw);
        }
        catch (InvalidProtocolBufferException)
        {
            // Then it does not verify either, and is told as damaged.
            return new StoredAuditEntry();
        }
    }
}
