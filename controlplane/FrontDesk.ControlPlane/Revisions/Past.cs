using FrontDesk.Config.V1;
using FrontDesk.ControlPlane.Store;

namespace FrontDesk.ControlPlane.Revisions;

/// <summary>
/// The revisions before the present, as far as they are kept: who made them, what they changed, and what the configuration was. In memory
/// where that is small, else read from the store and verified. Safe to use from any thread.
/// </summary>
internal sealed class Past(RevisionLog log, HistoryReader reader, StoreKey key)
{
    private const int Tries = 5;

    private readonly RevisionHistory _history = new();
    private readonly RecentChanges _changes = new();
    private readonly RecentStates _states = new();

    /// <summary>Where it starts: the snapshot's place, or revision 0.</summary>
    public DeskHead Base => _history.Base;

    /// <summary>The place of a revision; null where it is not kept.</summary>
    public DeskHead? Place(uint revision) =>
        revision == _history.Base.Revision ? _history.Base
        : _history.Find(revision) is { } info ? new DeskHead(info.Epoch, revision, info.Chain)
        : null;

    /// <summary>See <see cref="Desk.OperationsBetween"/>.</summary>
    public IReadOnlyList<Operation>? OperationsBetween(uint from, uint to, string? group) => _changes.Between(from, to, group);

    /// <summary>At most so many revisions before one, newest first; 0: from the newest.</summary>
    public IReadOnlyList<RevisionInfo> Before(uint before, int count) => _history.Before(before, count);

    /// <summary>See <see cref="Desk.FindEarlier"/>.</summary>
    public CommitOutcome? FindEarlier(string idempotencyKey, ReadOnlySpan<byte> requestDigest) =>
        _history.Find(idempotencyKey) is not { } earlier ? null
        : earlier.Request.Length == 0 || requestDigest.IsEmpty || earlier.Request.AsSpan().SequenceEqual(key.Request(requestDigest)) ? new CommitOutcome.Repeated(earlier)
        : new CommitOutcome.KeyReused(earlier);

    /// <summary>The configuration as it was at a revision before <paramref name="newest"/>.</summary>
    /// <exception cref="RevisionNotFoundException">The revision is not kept.</exception>
    public async Task<DeskState> AtAsync(uint revision, uint newest, CancellationToken cancellationToken)
    {
        // A compaction may get in the way of a reader; the next try reads what it wrote.
        for (var attempt = 0; attempt < Tries && Place(revision) is { } place; attempt++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if ((_states.Find(revision) ?? await reader.AtAsync(place)) is { } state)
            {
                _states.Add(state);
                return state;
            }
        }

        throw NotFound(revision, newest);
    }

    /// <summary>One revision and what it changed.</summary>
    /// <exception cref="RevisionNotFoundException">The revision is not kept.</exception>
    /// <exception cref="StoreRefusedException">The store has another one in its place.</exception>
    public async Task<RevisionChange> ReadAsync(uint revision, uint newest, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_history.Find(revision) is { } info && Place(revision - 1) is { } before)
        {
            await foreach (var entry in log.ReadAsync(before, revision))
            {
                return entry.Chain.AsSpan().SequenceEqual(info.Chain)
                    ? new RevisionChange(info, entry.Operations)
                    : throw new StoreRefusedException($"revision {revision} in the store is not the one that was committed: restore the store from a backup");
            }
        }

        throw NotFound(revision, newest);
    }

    /// <summary>Starts anew after a place.</summary>
    public void Reset(DeskHead start)
    {
        _history.Reset(start);
        _changes.Clear();
        _states.Clear();
    }

    /// <summary>Adds revisions that became the newest.</summary>
    /// <param name="steps">The revisions, oldest first.</param>
    /// <param name="before">The configuration before them, where it is worth keeping.</param>
    public void Add(IReadOnlyList<ReplayStep> steps, DeskState? before)
    {
        foreach (var step in steps)
        {
            _history.Add(step.Info);
            _changes.Add(step.Info.Revision, step.Changes);
        }

        if (before is not null)
        {
            _states.Add(before);
        }
    }

    /// <summary>Forgets revisions that were compacted away; false where that was done already.</summary>
    public bool ForgetUpTo(DeskHead place)
    {
        if (place.Revision <= _history.Base.Revision)
        {
            return false;
        }

        _history.StartAfter(place);
        return true;
    }

    private RevisionNotFoundException NotFound(uint revision, uint newest) => new(revision, Base.Revision + 1, newest);
}
