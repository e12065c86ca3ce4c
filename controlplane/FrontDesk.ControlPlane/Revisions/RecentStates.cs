namespace FrontDesk.ControlPlane.Revisions;

/// <summary>A few earlier configurations that were needed lately, so that the pages of a list or a rollback's checks read one only once.</summary>
internal sealed class RecentStates
{
    private const int Most = 4;
    private readonly Lock _lock = new();
    private readonly List<DeskState> _states = [];

    /// <summary>A configuration; null where it is not held.</summary>
    public DeskState? Find(uint revision)
    {
        lock (_lock)
        {
            return _states.Find(state => state.Head.Revision == revision);
        }
    }

    /// <summary>Forgets all: the history is read anew.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            _states.Clear();
        }
    }

    /// <summary>Adds one; the oldest goes.</summary>
    public void Add(DeskState state)
    {
        lock (_lock)
        {
            _states.RemoveAll(other => other.Head.Revision == state.Head.Revision);
            _states.Add(state);
            _states.RemoveRange(0, Math.Max(0, _states.Count - Most));
        }
    }
}
