using System.Diagnostics.CodeAnalysis;
using FrontDesk.Config.V1;
using FrontDesk.ControlPlane.Audit;
using FrontDesk.ControlPlane.Journal;
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
    private const int Tries = 10;

    private readonly StoreConnection _store;
    private readonly StoreKey _key;
    private readonly AuditLog? _audit;
    private readonly RevisionLog _log;
    private readonly RevisionAppender _appender;
    private readonly HistoryReader _reader;
    private readonly TimeProvider _clock;
    private readonly SeenHistory _seen;
    private readonly Past _past;

    // Held by whoever commits or follows others' commits: both move the present.
    private readonly SemaphoreSlim _moving = new(1);
    private readonly Signal _advance = new();
    private DeskState _current;
    private LogHead _head;

    private Desk(StoreConnection store, StoreKey key, TimeProvider clock, RevisionJournal? journal, AuditLog? audit)
    {
        _audit = audit;
        _store = store;
        _key = key;
        _clock = clock;
        _log = new RevisionLog(store, key);
        _appender = new RevisionAppender(_log, store, key, clock);
        _reader = new HistoryReader(_log, new SnapshotStore(store, key), key);
        _past = new Past(_log, _reader, key);
        _current = DeskState.Empty(new DeskHead(1, 0, key.Genesis(1)));
        _head = new LogHead(_current.Head, []);
        _seen = new SeenHistory(journal, _current.Head, clock);
    }

    /// <summary>The configuration at the newest revision that this process has seen.</summary>
    public DeskState Current => Volatile.Read(ref _current);

    /// <summary>
    /// The oldest revision in the history; 1 where there is none yet. The configuration right before it can be had from
    /// <see cref="AtAsync"/> as well.
    /// </summary>
    public uint Oldest => _past.Base.Revision + 1;

    /// <summary>
    /// Why nothing is published or committed: the store is not the continuation of what was seen, or does not verify. It is over when the
    /// store is whole again, or an operator said what is true. Null: all is well.
    /// </summary>
    public Alarm? Fault => _seen.Fault;

    /// <summary>All that is to be told of the store: <see cref="Fault"/>, and a journal that cannot be written.</summary>
    public IEnumerable<Alarm> Alarms => _seen.Alarms;

    /// <summary>The newest place in the history that was ever seen, by this control plane or by an edge that proved it.</summary>
    public DeskHead Seen => _seen.Head;

    /// <summary>Reads the head, the snapshot and the revisions after it, and verifies them. A store that is no continuation of the journal is opened with a <see cref="Fault"/>.</summary>
    /// <exception cref="StoreRefusedException">They do not verify.</exception>
    public static async Task<Desk> OpenAsync(StoreConnection store, StoreKey key, TimeProvider clock, RevisionJournal? journal = null, AuditLog? audit = null)
    {
        var desk = new Desk(store, key, clock, journal, audit);
        try
        {
            await desk.ReloadAsync();
        }
        catch (HistoryBrokenException broken)
        {
            throw new StoreRefusedException(
                $"{broken.Sentence}. To restore a backup, delete the key {StoreNames.Head} in Redis and start with --restore FILE (a file of `frontdesk store backup`)", broken);
        }

        try
        {
            desk._seen.Check(desk._head.Head);
            desk._seen.Settle(desk.Current, desk._past.Place(desk.Seen.Revision));
        }
        catch (HistoryBrokenException broken)
        {
            desk._seen.Refuse(broken, desk._head.Head);
        }

        return desk;
    }

    /// <summary>Completes when <see cref="Current"/> is at another place, or <see cref="Fault"/> another one, than these; at once where it is so already.</summary>
    public Task WaitForChangeAsync(DeskHead seen, Alarm? fault, CancellationToken cancellationToken) =>
        WaitAsync(() => !Current.Head.Equals(seen) || !Equals(Fault, fault), cancellationToken);

    /// <summary>Completes when <see cref="Current"/> is at a later revision than this one; at once where it is already.</summary>
    public Task WaitForRevisionAfterAsync(uint revision, CancellationToken cancellationToken) =>
        WaitAsync(() => Current.Head.Revision > revision, cancellationToken);

    /// <summary>Completes when revisions up to this one were compacted away; at once where they are already.</summary>
    public Task WaitForCompactionAfterAsync(uint oldest, CancellationToken cancellationToken) => WaitAsync(() => Oldest > oldest, cancellationToken);

    /// <summary>
    /// Begins a new epoch with what is true by an operator's word: as the store has it, or as the journal has it, or what <paramref name="prepare"/>
    /// wrote. Its first revision follows the newest in the store, so that edges and control planes take it up.
    /// </summary>
    /// <returns>The configuration of the new epoch; null where nothing is wrong, so that there is nothing to decide.</returns>
    /// <exception cref="StoreRefusedException">What is in the store does not verify, or there is no journal.</exception>
    /// <exception cref="StoreUnavailableException">The store cannot be reached or does not write.</exception>
    public async Task<DeskState?> BeginEpochAsync(EpochStart start, Func<Task> prepare, CancellationToken cancellationToken)
    {
        await _moving.WaitAsync(cancellationToken);
        try
        {
            if (Fault is null && !start.IfWhole)
            {
                return null;
            }

            var lost = start.FromJournal ? _seen.Read() : null;
            var epoch = Math.Max(Seen.Epoch, Current.Head.Epoch);
            await prepare();
            for (var attempt = 0; attempt < Tries; attempt++)
            {
                await ReloadAsync();
                epoch = Math.Max(epoch, Current.Head.Epoch);
                var first = new Commit
                {
                    Operations = lost is null ? [] : Current.OperationsTo(lost),
                    ExpectedHead = Current.Head.Revision,
                    Author = start.Author,
                    Message = start.Message,
                    Audit = start.Audit,
                };
                if (await AppendAsync(first, [], epoch + 1))
                {
                    return Current;
                }
            }

            throw new StoreUnavailableException("others kept changing the store while the new epoch was to begin: try again");
        }
        finally
        {
            _moving.Release();
        }
    }

    /// <summary>See <see cref="StoreConnection.IsAway"/>.</summary>
    public bool IsAway => _store.IsAway;

    /// <summary>Whether a place is part of the history, or before it, so that it proves nothing new.</summary>
    public bool Has(DeskHead place)
    {
        var head = Current.Head;
        return place.Epoch < head.Epoch
            || (place.Epoch == head.Epoch && place.Revision <= head.Revision && (_past.Place(place.Revision)?.Equals(place) ?? place.Revision < Oldest));
    }

    /// <summary>
    /// An edge showed a place in the history, and a signature of this desk's control planes over it. Looks whether the store has it by now;
    /// where it has less, or another history, nothing is published from here on.
    /// </summary>
    /// <exception cref="StoreRefusedException">The store lacks it.</exception>
    public async Task WitnessAsync(DeskHead shown, string edge, CancellationToken cancellationToken)
    {
        await LookAsync(cancellationToken);
        await _moving.WaitAsync(cancellationToken);
        try
        {
            _seen.Note(shown, _past.Place(shown.Revision), edge);
        }
        finally
        {
            _moving.Release();
        }

        await LookAsync(cancellationToken);
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
                if (Fault is { } fault)
                {
                    throw new StoreRefusedException($"nothing can be changed now: {fault.Sentence}. {fault.Remedy}");
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

                    if (await AppendAsync(commit, [.. needs.Select(need => need.Guard!)], Current.Head.Epoch))
                    {
                        return new CommitOutcome.Committed(Current);
                    }
                }

                // Somebody else was first; or only touched the head, and then one more attempt is due.
                await CatchUpAsync();
                if (attempt == Tries || (commit.ExpectedHead != Current.Head.Revision && _past.FindEarlier(commit.IdempotencyKey, []) is null))
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
    public Task<DeskState> AtAsync(uint revision, CancellationToken cancellationToken)
    {
        var current = Current;
        return revision == current.Head.Revision ? Task.FromResult(current) : _past.AtAsync(revision, current.Head.Revision, cancellationToken);
    }

    /// <summary>
    /// The operations that lead from one revision to a later one, merged to one per resource; null where they are no longer held
    /// in memory, so that a snapshot is the way.
    /// </summary>
    /// <param name="from">Where they start.</param>
    /// <param name="to">Where they lead.</param>
    /// <param name="group">Only what this group sees: a resource that leaves its scope becomes a deletion. Null: everything.</param>
    public IReadOnlyList<Operation>? OperationsBetween(uint from, uint to, string? group = null) => _past.OperationsBetween(from, to, group);

    /// <summary>At most <paramref name="count"/> revisions, newest first, those before <paramref name="before"/> (0: from the head).</summary>
    public Task<IReadOnlyList<RevisionInfo>> HistoryAsync(uint before, int count, CancellationToken cancellationToken) =>
        Task.FromResult(_past.Before(before, count));

    /// <summary>What a commit with this idempotency key would come to: the key made a revision before. Null where it made none that this process has seen.</summary>
    public CommitOutcome? FindEarlier(string idempotencyKey, ReadOnlySpan<byte> requestDigest) => _past.FindEarlier(idempotencyKey, requestDigest);

    /// <summary>One revision and what it changed.</summary>
    /// <exception cref="RevisionNotFoundException">The revision is not in the history.</exception>
    public Task<RevisionChange> ReadAsync(uint revision, CancellationToken cancellationToken) => _past.ReadAsync(revision, Current.Head.Revision, cancellationToken);

    /// <summary>Looks whether another control plane committed or compacted, and follows.</summary>
    public async Task LookAsync(CancellationToken cancellationToken)
    {
        await _moving.WaitAsync(cancellationToken);
        try
        {
            await CatchUpAsync();
        }
        finally
        {
            _moving.Release();
        }
    }

    /// <summary>Forgets revisions that were compacted away.</summary>
    public void ForgetUpTo(DeskHead place)
    {
        if (_past.ForgetUpTo(place))
        {
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

    private async Task<bool> AppendAsync(Commit commit, IReadOnlyList<StoreGuard> needs, uint epoch)
    {
        var current = Current;
        var next = commit.Prepared is { } prepared && prepared.Head.Equals(current.Head) && prepared.IsMadeBy(commit.Operations) ? prepared : current.With(commit.Operations);
        var revision = new StoredRevision
        {
            Revision = current.Head.Revision + 1,
            Epoch = epoch,
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
        using var audit = await AuditAsync(commit, revision.Revision);
        if (await _appender.AppendAsync(_head, revision, commit.Operations, needs, audit) is not { } head)
        {
            return false;
        }

        audit?.Done();

        // On this control plane's disk before anybody is told.
        next = next.At(head.Head);
        _head = head;
        _seen.Remember([new SeenRevision(head.Head, commit.Operations)], next);
        Advance(next, [new ReplayStep(new LogEntry(revision, commit.Operations, head.Head.Chain).Info, next.Changes)]);
        _store.Hint();
        return true;
    }

    private async Task<AuditAppend?> AuditAsync(Commit commit, uint revision)
    {
        if (commit.Audit?.Clone() is not { } entry || _audit is null)
        {
            return null;
        }

        entry.Objects.Insert(0, $"revision {revision}");
        return await _audit.BeginAsync([entry], CancellationToken.None);
    }

    private async Task CatchUpAsync()
    {
        LogHead? head = null;
        try
        {
            head = await _log.ReadHeadAsync();
            _seen.Check(head?.Head);
            if (head!.Head.Equals(Current.Head))
            {
                _head = head;
            }
            else if (!Current.Head.Equals(Seen) || head.Head.Revision <= Current.Head.Revision || !await TryFollowAsync(head))
            {
                await ReloadAsync();
            }

            var doubted = Fault is not null;
            _seen.Settle(Current, _past.Place(Seen.Revision));
            if (doubted)
            {
                _advance.Set();
            }
        }
        catch (StoreRefusedException refusal)
        {
            if (_seen.Refuse(refusal, head?.Head))
            {
                _advance.Set();
            }

            throw;
        }
    }

    // False: revisions in between are compacted away, or this is another epoch, so that all of it has to be read.
    private async Task<bool> TryFollowAsync(LogHead head)
    {
        Replay? replay;
        try
        {
            replay = await _reader.FollowAsync(Current, head.Head);
        }
        catch (StoreRefusedException) when (head.Head.Epoch > Current.Head.Epoch)
        {
            return false;
        }
        catch (HistoryBrokenException) when (Current.Head.Revision > 0)
        {
            // Whoever wrote it has the key, where the whole verifies: then it is another history, and no forgery.
            if (await _reader.LoadAsync(head.Head) is null)
            {
                throw new StoreUnavailableException("the history changed while it was read");
            }

            throw _seen.Forked(head.Head);
        }

        if (replay is null)
        {
            return false;
        }

        _head = head;
        _seen.Remember([.. replay.Steps.Select(step => new SeenRevision(new DeskHead(step.Info.Epoch, step.Info.Revision, step.Info.Chain), OperationsOf(step.Changes)))], replay.End);
        Advance(replay.End, replay.Steps);
        return true;
    }

    private static List<Operation> OperationsOf(IReadOnlyList<EntryChange> changes) =>
    [
        .. changes.Select(change => change.After is { } after
            ? new Operation { Put = after.Stored }
            : new Operation { Delete = new ResourceKey { Kind = change.Kind, Name = change.Name } }),
    ];

    private async Task WaitAsync(Func<bool> happened, CancellationToken cancellationToken)
    {
        while (true)
        {
            var next = _advance.Next;
            if (happened())
            {
                return;
            }

            await next.WaitAsync(cancellationToken);
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
                _past.Reset(replay.Start);
                _head = head;
                Advance(replay.End, replay.Steps);
                return;
            }
        }

        throw new StoreRefusedException("the store lacks revisions that its head says are there: restore it from a backup");
    }

    private void Advance(DeskState state, IReadOnlyList<ReplayStep> steps)
    {
        _past.Add(steps, state.Head.Epoch == Current.Head.Epoch ? Current : null);
        Volatile.Write(ref _current, state);
        _advance.Set();
    }
}
