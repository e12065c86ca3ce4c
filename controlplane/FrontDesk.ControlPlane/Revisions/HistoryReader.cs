using FrontDesk.ControlPlane.Store;

namespace FrontDesk.ControlPlane.Revisions;

/// <summary>Rebuilds configurations from the store: snapshot, then revisions; every digest and the chain are checked on the way.</summary>
internal sealed class HistoryReader(RevisionLog log, SnapshotStore snapshots, StoreKey key)
{
    /// <summary>From the snapshot to the head; null where a compaction got in the way: try again.</summary>
    /// <exception cref="StoreRefusedException">The history does not verify.</exception>
    public async Task<Replay?> LoadAsync(DeskHead head) =>
        await StartAsync() is { } start ? await FollowAsync(start, head) : null;

    /// <summary>The configuration at an earlier place; null where it was compacted away.</summary>
    public async Task<DeskState?> AtAsync(DeskHead place) =>
        await StartAsync() is { } start && start.Head.Revision <= place.Revision ? (await FollowAsync(start, place))?.End : null;

    /// <summary>From a known configuration to a later place; null where a revision in between is missing.</summary>
    public async Task<Replay?> FollowAsync(DeskState from, DeskHead to)
    {
        var state = from;
        var steps = new List<ReplayStep>();
        await foreach (var entry in log.ReadAsync(from.Head, to.Revision))
        {
            state = state.Follow(entry.Operations, entry.Head);
            var info = entry.Info;
            if (info.Revision != from.Head.Revision + steps.Count + 1 || !state.Digest.Equals(info.Digest))
            {
                throw Forged(to);
            }

            steps.Add(new ReplayStep(info, state.Changes));
        }

        if (state.Head.Revision < to.Revision)
        {
            return null;
        }

        return state.Head.Equals(to) ? new Replay(from.Head, state, steps) : throw Forged(to);
    }

    private async Task<DeskState?> StartAsync() =>
        await snapshots.FindAsync() is { } reference ? await snapshots.ReadAsync(reference) : DeskState.Empty(new DeskHead(1, 0, key.Genesis(1)));

    private static HistoryBrokenException Forged(DeskHead to) => new(
        "store-forged", $"the history up to revision {to.Revision} does not verify: something other than a control plane of this desk wrote to the store");
}
