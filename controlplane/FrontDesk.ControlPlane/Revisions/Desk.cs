using System.Diagnostics.CodeAnalysis;
using FrontDesk.Config.V1;
using FrontDesk.ControlPlane.Store;
using FrontDesk.ControlPlane.Store.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace FrontDesk.ControlPlane.Revisions;

/// <summary>
/// The configuration and its history, as this process knows them: the one place that commits and that hears of other control planes'
/// commits. Safe to use from any thread.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "The semaphore has no wait handle to dispose of.")]
internal sealed class Desk
{
    private const int Tries = 5;

    private readonly StoreConnection _store;
    private readonly StoreKey _key;
    private readonly RevisionLog _log;
    private readonly RevisionAppender _appender;
    private readonly HistoryReader _reader;
    private readonly TimeProvider _clock;
    private readonly RevisionHistory _history = new();
    private readonly RecentChanges _changes = new();
    private readonly RecentStates _states = new();

    // Held by whoever commits or follows others' commits: both move the present.
    private readonly SemaphoreSlim _moving = new(1);
    private readonly Signal _advance = new();
    private DeskState _current;
    private LogHead _head;

    private Desk(StoreConnection store, StoreKey key, TimeProvider clock)
    {
        _store = store;
        _key = key;
        _clock = clock;
        _log = new RevisionLog(store, key);
        _appender = new RevisionAppender(_log, store, key, clock);
        _reader = new HistoryReader(_log, new SnapshotStore(store, key), key);
        _current = DeskState.Empty(new DeskHead(1, 0, key.Genesis(1)));
        _head = new LogHead(_current.Head, []);
    }

    /// <summary>The configuration at the newest revision that this process has seen.</summary>
    public DeskState Current => Volatile.Read(ref _current);

    /// <summary>
    /// The oldest revision in the history; 1 where there is none yet. The configuration right before it can be had from
    /// <see cref="AtAsync"/> as well.
    /// </summary>
    public uint Oldest => _history.Base.Revision + 1;

    /// <summary>Why this process no longer follows the store nor commits, in a sentence: the store went back or does not verify. Null: all is well.</summary>
    public string? Fault { get; private set; }

    /// <summary>Reads the head, the snapshot and the revisions after it, and verifies them.</summary>
    /// <exception cref="StoreRefusedException">They do not verify.</exception>
    public static async Task<Desk> OpenAsync(StoreConnection store, StoreKey key, TimeProvider clock)
    {
        var desk = new Desk(store, key, clock);
        await desk.ReloadAsync();
        return desk;
    }

    /// <summary>Completes when <see cref="Current"/> is at a later revision than this one; at once where it is already.</summary>
    public async Task WaitForRevisionAfterAsync(uint revision, CancellationToken cancellationToken)
    {
        while (true)
        {
            var next = _advance.Next;
            if (Current.Head.Revision > revision)
            {
                return;
            }

            await next.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Completes when revisions up to this one were compacted away; at once where they are already.</summary>
    public async Task WaitForCompactionAfterAsync(uint oldest, CancellationToken cancellationToken)
    {
        while (true)
        {
            var next = _advance.Next;
            if (Oldest > oldest)
            {
                return;
            }

            await next.WaitAsync(cancellationToken);
        }
    }

    /// <summary>The newest configuration, and the guard for writes that are right only as long as it is the newest.</summary>
    public async Task<HeldState> GuardAsync(CancellationToken cancellationToken)
    {
        await _moving.WaitAsync(cancellationToken);
        try
        {
            return new HeldState(Current, new StoreGuard(StoreNames.Head, _head.Raw));
        }
        finally
        {
            _moving.Release();
        }
    }

    /// <summary>Commits a change as the next revision.</summary>
    /// <exception cref="StoreUnavailableException">The store cannot be reached or does not write; nothing was changed.</exception>
    /// <exception cref="StoreRefusedException">See <see cref="Fault"/>; nothing was changed.</exception>
    /// <exception cref="OutcomeUnknownException">Whether it was stored is unknown; a retry with the same key finds out.</exception>
    public async Task<CommitOutcome> CommitAsync(Commit commit, CancellationToken cancellationToken)
    {
        await _moving.WaitAsync(cancellationToken);
        try
        {
            for (var attempt = 1; ; attempt++)
            {
                if (Fault is not null)
                {
                    throw new StoreRefusedException(Fault);
                }

                if (FindEarlier(commit.IdempotencyKey, commit.RequestDigest) is { } earlier)
                {
                    return earlier;
                }

                if (commit.ExpectedHead == Current.Head.Revision)
                {
                    var needs = await ReadNeedsAsync(commit.Needs);
                    if (needs.FirstOrDefault(need => need.Guard is null).Name is { } missing)
                    {
                        return new CommitOutcome.RecordMissing(missing);
                    }

                    if (await AppendAsync(commit, [.. needs.Select(need => need.Guard!)]))
                    {
                        return new CommitOutcome.Committed(Current);
                    }
                }

                // Somebody else was first; or only touched the head, and then one more attempt is due.
                await CatchUpAsync();
                if (attempt == Tries || (commit.ExpectedHead != Current.Head.Revision && _history.Find(commit.IdempotencyKey) is null))
                {
                    return new CommitOutcome.Conflict(Current.Head.Revision);
                }
            }
        }
        finally
        {
            _moving.Release();
        }
    }

    /// <summary>The configuration as it was at a revision.</summary>
    /// <exception cref="RevisionNotFoundException">The revision is not in the history.</exception>
    public async Task<DeskState> AtAsync(uint revision, CancellationToken cancellationToken)
    {
        var current = Current;
        if (revision == current.Head.Revision)
        {
            return current;
        }

        // A compaction may get in the way of a reader; the next try reads what it wrote.
        for (var attempt = 0; attempt < Tries && Place(revision) is { } place; attempt++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if ((_states.Find(revision) ?? await _reader.AtAsync(place)) is { } state)
            {
                _states.Add(state);
                return state;
            }
        }

        throw NotFound(revision);
    }

    /// <summary>
    /// The operations that lead from one revision to a later one, merged to one per resource; null where they are no longer held
    /// in memory, so that a snapshot is the way.
    /// </summary>
    /// <param name="from">Where they start.</param>
    /// <param name="to">Where they lead.</param>
    /// <param name="group">Only what this group sees: a resource that leaves its scope becomes a deletion. Null: everything.</param>
    public IReadOnlyList<Operation>? OperationsBetween(uint from, uint to, string? group = null) => _changes.Between(from, to, group);

    /// <summary>At most <paramref name="count"/> revisions, newest first, those before <paramref name="before"/> (0: from the head).</summary>
    public Task<IReadOnlyList<RevisionInfo>> HistoryAsync(uint before, int count, CancellationToken cancellationToken) =>
        Task.FromResult(_history.Before(before, count));

    /// <summary>What a commit with this idempotency key would come to: the key made a revision before. Null where it made none that this process has seen.</summary>
    public CommitOutcome? FindEarlier(string idempotencyKey, ReadOnlySpan<byte> requestDigest) =>
        _history.Find(idempotencyKey) is not { } earlier ? null
        : earlier.Request.Length == 0 || requestDigest.IsEmpty || earlier.Request.AsSpan().SequenceEqual(_key.Request(requestDigest)) ? new CommitOutcome.Repeated(earlier)
        : new CommitOutcome.KeyReused(earlier);

    /// <summary>One revision and what it changed.</summary>
    /// <exception cref="RevisionNotFoundException">The revision is not in the history.</exception>
    public async Task<RevisionChange> ReadAsync(uint revision, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_history.Find(revision) is { } info && Place(revision - 1) is { } before)
        {
            await foreach (var entry in _log.ReadAsync(before, revision))
            {
                return entry.Chain.AsSpan().SequenceEqual(info.Chain)
                    ? new RevisionChange(info, entry.Operations)
                    : throw new StoreRefusedException($"revision {revision} in the store is not the one that was committed: restore the store from a backup");
            }
        }

        throw NotFound(revision);
    }

    /// <summary>Looks whether another control plane committed or compacted, and follows.</summary>
    public async Task LookAsync(CancellationToken cancellationToken)
    {
        await _moving.WaitAsync(cancellationToken);
        try
        {
            if (Fault is null)
            {
                await CatchUpAsync();
            }
        }
        finally
        {
            _moving.Release();
        }
    }

    /// <summary>Forgets revisions that were compacted away.</summary>
    public void ForgetUpTo(DeskHead place)
    {
        if (place.Revision > _history.Base.Revision)
        {
            _history.StartAfter(place);
            _advance.Set();
        }
    }

    // Each with the guard that it stays as it is until the commit; null where it holds no value.
    private async Task<IReadOnlyList<(string Name, StoreGuard? Guard)>> ReadNeedsAsync(IReadOnlyList<string> names)
    {
        string[] keys = [.. names.Select(StoreNames.Record)];
        var raws = keys.Length == 0 ? [] : await _store.ReadAsync(keys);
        return [.. names.Select((name, i) => (name, raws[i] is { } raw && !StoredValue.Parse(StoredRecord.Parser, raw, keys[i]).Value.IsEmpty ? new StoreGuard(keys[i], raw) : null))];
    }

    private async Task<bool> AppendAsync(Commit commit, IReadOnlyList<StoreGuard> needs)
    {
        var current = Current;
        var next = commit.Prepared is { } prepared && prepared.Head.Equals(current.Head) && prepared.IsMadeBy(commit.Operations) ? prepared : current.With(commit.Operations);
        var revision = new StoredRevision
        {
            Revision = current.Head.Revision + 1,
            Epoch = current.Head.Epoch,
            IdempotencyKey = commit.IdempotencyKey,
            Author = commit.Author,
            Time = Timestamp.FromDateTimeOffset(_clock.GetUtcNow()),
            Message = commit.Message,
            RollbackTo = commit.RollbackTo,
            Request = ByteString.CopyFrom(_key.Request(commit.RequestDigest)),
            Digest = ByteString.CopyFrom(next.Digest.ToArray()),
            Put = (uint)next.Changes.Count(change => change.After is not null),
            Deleted = (uint)next.Changes.Count(change => change.After is null),
        };
        if (await _appender.AppendAsync(_head, revision, commit.Operations, needs) is not { } head)
        {
            return false;
        }

        next = next.At(head.Head);
        _head = head;
        Advance(next, [new ReplayStep(new LogEntry(revision, commit.Operations, head.Head.Chain).Info, next.Changes)]);
        _store.Hint();
        return true;
    }

    private async Task CatchUpAsync()
    {
        try
        {
            var head = await _log.ReadHeadAsync();
            if (head is not null && head.Head.Equals(_head.Head))
            {
                _head = head;
            }
            else if (head is null || head.Head.Epoch != _head.Head.Epoch || head.Head.Revision <= _head.Head.Revision)
            {
                var now = head is null ? "is empty" : $"is at revision {head.Head.Revision} with another history";
                throw new StoreRefusedException(
                    $"the store {now}, but this control plane has seen revision {_head.Head.Revision}: it was emptied, or an older state restored; nothing is published from it");
            }
            else if (await _reader.FollowAsync(Current, head.Head) is { } replay)
            {
                _head = head;
                Advance(replay.End, replay.Steps);
            }
            else
            {
                await ReloadAsync();
            }
        }
        catch (StoreRefusedException refusal)
        {
            Fault = refusal.Message;
            throw;
        }
    }

    private async Task ReloadAsync()
    {
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            var head = await _log.ReadHeadAsync() ?? throw new StoreRefusedException(
                "the store has keys but no head: something deleted {frontdesk}:head; restore the store from a backup");
            if (await _reader.LoadAsync(head.Head) is { } replay)
            {
                _history.Reset(replay.Start);
                _changes.Clear();
                _head = head;
                Advance(replay.End, replay.Steps);
                return;
            }
        }

        throw new StoreRefusedException("the store lacks revisions that its head says are there: restore it from a backup");
    }

    private void Advance(DeskState state, IReadOnlyList<ReplayStep> steps)
    {
        foreach (var step in steps)
        {
            _history.Add(step.Info);
            _changes.Add(step.Info.Revision, step.Changes);
        }

        _states.Add(Current);
        Volatile.Write(ref _current, state);
        _advance.Set();
    }

    private DeskHead? Place(uint revision) =>
        revision == _history.Base.Revision ? _history.Base
        : _history.Find(revision) is { } info ? new DeskHead(info.Epoch, revision, info.Chain)
        : null;

    private RevisionNotFoundException NotFound(uint revision) => new(revision, Oldest, Current.Head.Revision);
}
