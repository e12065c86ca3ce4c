using FrontDesk.Config.V1;

namespace FrontDesk.ControlPlane.Revisions;

/// <summary>What the newest revisions changed, in memory, so that an edge that is a little behind gets a delta. Bounded by count; safe to use from any thread.</summary>
internal sealed class RecentChanges
{
    // 200,000 changes take some 10 MiB beside the resources themselves, which the present mostly holds anyway.
    private const int MostChanges = 200_000;

    private readonly Lock _lock = new();
    private readonly Queue<(uint Revision, IReadOnlyList<EntryChange> Changes)> _revisions = new();
    private int _count;

    /// <summary>Adds the newest revision.</summary>
    public void Add(uint revision, IReadOnlyList<EntryChange> changes)
    {
        lock (_lock)
        {
            _revisions.Enqueue((revision, changes));
            _count += changes.Count;
            while (_count > MostChanges && _revisions.Count > 1)
            {
                _count -= _revisions.Dequeue().Changes.Count;
            }
        }
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            _revisions.Clear();
            _count = 0;
        }
    }

    /// <summary>The merged operations from one revision to a later one, as <see cref="Desk.OperationsBetween"/> says; null where they are not all held.</summary>
    public IReadOnlyList<Operation>? Between(uint from, uint to, string? group)
    {
        var merged = new Dictionary<(Kind, string), EntryChange>();
        lock (_lock)
        {
            if (from > to || (from < to && (_revisions.Count == 0 || _revisions.Peek().Revision > from + 1 || _revisions.Last().Revision < to)))
            {
                return null;
            }

            foreach (var change in _revisions.Where(revision => revision.Revision > from && revision.Revision <= to).SelectMany(revision => revision.Changes))
            {
                merged[(change.Kind, change.Name)] = merged.TryGetValue((change.Kind, change.Name), out var first) ? change with { Before = first.Before } : change;
            }
        }

        return [.. merged.Values.Select(change => ToOperation(change, group)).OfType<Operation>()];
    }

    private static Operation? ToOperation(EntryChange change, string? group)
    {
        if (change.After is { } after && (group is null || after.IsIn(group)))
        {
            return new Operation { Put = after.Stored };
        }

        return change.Before is { } before && (group is null || before.IsIn(group))
            ? new Operation { Delete = new ResourceKey { Kind = change.Kind, Name = change.Name } }
            : null;
    }
}
