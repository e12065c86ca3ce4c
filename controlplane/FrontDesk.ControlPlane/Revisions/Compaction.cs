namespace FrontDesk.ControlPlane.Revisions;

/// <summary>
/// Keeps the history short: 1. deletes what an interrupted compaction left; 2. writes a snapshot of the revision that is to become the
/// oldest; 3. sets the pointer to it; 4. deletes what it made superfluous. Interrupted anywhere, the history is whole.
/// </summary>
internal sealed class Compaction(Desk desk, SnapshotStore snapshots, int keepRevisions)
{
    // A snapshot costs the size of the whole configuration, so it is not written for every revision.
    private readonly uint _slack = (uint)(keepRevisions / 4) + 1;

    /// <summary>Whether the history has grown enough.</summary>
    public bool IsDue => desk.Current.Head.Revision >= desk.Oldest - 1 + keepRevisions + _slack;

    /// <summary>Whether an interrupted compaction left something to delete.</summary>
    public async Task<bool> HasLeftoversAsync() => await snapshots.FindAsync() is { Pointer.Garbage: not null };

    /// <summary>Forgets what another control plane compacted away.</summary>
    public async Task FollowAsync()
    {
        if (await snapshots.FindAsync() is { } newest)
        {
            desk.ForgetUpTo(newest.Head);
        }
    }

    /// <summary>Compacts the history if it is long enough; deletes what an earlier compaction left in any case.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        // 1.
        var before = await snapshots.FindAsync();
        if (before is not null)
        {
            desk.ForgetUpTo(before.Head);
            before = await snapshots.DeleteGarbageAsync(before);
        }

        if (!IsDue)
        {
            return;
        }

        // 2. and 3.
        var oldest = await desk.AtAsync(desk.Current.Head.Revision - (uint)keepRevisions, cancellationToken);
        if (await snapshots.WriteAsync(oldest, before) is not { } written)
        {
            return;
        }

        // 4.
        desk.ForgetUpTo(written.Head);
        await snapshots.DeleteGarbageAsync(written);
    }
}
