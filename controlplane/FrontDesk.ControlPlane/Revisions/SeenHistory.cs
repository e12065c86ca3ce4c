using FrontDesk.ControlPlane.Journal;
using FrontDesk.ControlPlane.Store;

namespace FrontDesk.ControlPlane.Revisions;

/// <summary>
/// The newest place in the history that was ever seen, by this control plane or by an edge that can prove it, and whether the store is its
/// continuation: the same epoch, no revision less, and the same chain where it was. A later epoch is always taken up: only an operator's word
/// makes one, and nobody without the store key can. Changed under the desk's lock; read by anyone.
/// </summary>
internal sealed class SeenHistory(RevisionJournal? journal, DeskHead genesis, TimeProvider clock)
{
    private DeskHead _head = journal?.Last ?? genesis;
    private string _by = "this control plane has seen";
    private Alarm? _fault;
    private (DeskHead? Head, StoreRefusedException Why)? _refused;

    /// <summary>The newest place that was seen.</summary>
    public DeskHead Head => Volatile.Read(ref _head);

    /// <summary>Why the store is not to be trusted; null: it is.</summary>
    public Alarm? Fault => Volatile.Read(ref _fault);

    /// <summary>What is to be told: <see cref="Fault"/>, and a journal that cannot be written.</summary>
    public IEnumerable<Alarm> Alarms
    {
        get
        {
            if (Fault is { } fault)
            {
                yield return fault;
            }

            if (journal?.Failure is { } failure)
            {
                yield return failure;
            }
        }
    }

    /// <summary>The configuration that was seen last, from the journal.</summary>
    /// <exception cref="StoreRefusedException">There is no journal.</exception>
    public DeskState Read() => journal?.Read() ?? throw new StoreRefusedException(
        "this control plane has no journal yet: restore a backup, or ask another control plane");

    /// <summary>Checks a head of the store before anything is read by it; null: there is none.</summary>
    /// <exception cref="StoreRefusedException">It is no continuation, or was refused before.</exception>
    public void Check(DeskHead? now)
    {
        if (_refused is { } before && Equals(before.Head, now))
        {
            throw before.Why;
        }

        if (now is null)
        {
            throw new HistoryBrokenException("store-emptied", $"the store has no head any more, but {Seen}: it was emptied");
        }

        if (now.Epoch < Head.Epoch || (now.Epoch == Head.Epoch && now.Revision < Head.Revision))
        {
            throw new HistoryBrokenException(
                "store-went-back", $"the store is at revision {now.Revision} of epoch {now.Epoch}, but {Seen}: an older state was restored, or a failover lost writes");
        }

        if (now.Epoch == Head.Epoch && now.Revision == Head.Revision && !now.Equals(Head))
        {
            throw Forked(now);
        }
    }

    /// <summary>Takes up where the store is, now that all of it was read and verified.</summary>
    /// <param name="state">The configuration there.</param>
    /// <param name="place">What the store's history has at the revision that was seen last; null where that is compacted away.</param>
    /// <exception cref="HistoryBrokenException">The store's history is another one.</exception>
    public void Settle(DeskState state, DeskHead? place)
    {
        // What cannot be compared any more is believed, but not where there was doubt.
        var same = state.Head.Epoch > Head.Epoch || state.Head.Equals(Head) || (place is null ? Fault is null : place.Equals(Head));
        if (!same)
        {
            throw Forked(state.Head);
        }

        if (journal is not null && !state.Head.Equals(journal.Last))
        {
            journal.Replace(state);
        }

        Note(state.Head);
    }

    /// <summary>Remembers revisions that continue what was seen, on this control plane's disk, before anybody is told of them.</summary>
    public void Remember(IReadOnlyList<SeenRevision> revisions, DeskState state)
    {
        journal?.Append(revisions, state);
        Note(state.Head);
    }

    /// <summary>An edge proved that there was a revision: a later one than was seen here, or another one than the store's history has in its place.</summary>
    public void Note(DeskHead shown, DeskHead? place, string edge)
    {
        if (shown.Epoch > Head.Epoch || (shown.Epoch == Head.Epoch && (shown.Revision > Head.Revision || (place is not null && !place.Equals(shown)))))
        {
            _by = $"edge {edge} was given, signed,";
            _refused = null;
            Volatile.Write(ref _head, shown);
        }
    }

    /// <summary>Notes why the store is not to be trusted; the same again keeps its time.</summary>
    /// <returns>Whether that is new.</returns>
    public bool Refuse(StoreRefusedException refusal, DeskHead? now)
    {
        _refused = (now, refusal);
        var alarm = refusal is HistoryBrokenException broken
            ? broken.ToAlarm(clock.GetUtcNow())
            : new Alarm("store-unreadable", refusal.Message, HistoryBrokenException.RemedyText, clock.GetUtcNow());
        if (Fault?.Sentence == alarm.Sentence)
        {
            return false;
        }

        Volatile.Write(ref _fault, alarm);
        return true;
    }

    /// <summary>The store's history is a sound one, but another one.</summary>
    public HistoryBrokenException Forked(DeskHead now) => new(
        "store-forked", $"the store is at revision {now.Revision} with another history: {Seen}, which is not part of it. Writes were lost in a failover or by an older backup, and others came after them");

    private string Seen => $"{_by} revision {Head.Revision} of epoch {Head.Epoch}";

    private void Note(DeskHead now)
    {
        _by = "this control plane has seen";
        _refused = null;
        Volatile.Write(ref _head, now);
        Volatile.Write(ref _fault, null);
    }
}
