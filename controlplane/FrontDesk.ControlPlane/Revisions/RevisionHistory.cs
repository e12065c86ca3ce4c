namespace FrontDesk.ControlPlane.Revisions;

/// <summary>What is known of the kept revisions, in memory: some 1,000 of them. Safe to use from any thread.</summary>
internal sealed class RevisionHistory
{
    private readonly Lock _lock = new();
    private readonly List<RevisionInfo> _infos = [];
    private readonly Dictionary<string, RevisionInfo> _byKey = [];
    private DeskHead _base = new(1, 0, []);

    /// <summary>Where the history starts: the snapshot's place, or revision 0.</summary>
    public DeskHead Base
    {
        get
        {
            lock (_lock)
            {
                return _base;
            }
        }
    }

    /// <summary>Starts anew after a place.</summary>
    public void Reset(DeskHead start)
    {
        lock (_lock)
        {
            _infos.Clear();
            _byKey.Clear();
            _base = start;
        }
    }

    /// <summary>Adds the newest revision.</summary>
    public void Add(RevisionInfo info)
    {
        lock (_lock)
        {
            _infos.Add(info);
            if (info.IdempotencyKey.Length > 0)
            {
                _byKey[info.IdempotencyKey] = info;
            }
        }
    }

    /// <summary>Forgets what was compacted away.</summary>
    public void StartAfter(DeskHead start)
    {
        lock (_lock)
        {
            var gone = _infos.FindAll(info => info.Revision <= start.Revision);
            _infos.RemoveRange(0, gone.Count);
            foreach (var info in gone.Where(info => info.IdempotencyKey.Length > 0))
            {
                _byKey.Remove(info.IdempotencyKey);
            }

            _base = start;
        }
    }

    /// <summary>A revision; null where it is not held.</summary>
    public RevisionInfo? Find(uint revision)
    {
        lock (_lock)
        {
            return revision > _base.Revision && revision - _base.Revision <= _infos.Count ? _infos[(int)(revision - _base.Revision - 1)] : null;
        }
    }

    /// <summary>The revision made with a key; null where none is held.</summary>
    public RevisionInfo? Find(string idempotencyKey)
    {
        lock (_lock)
        {
            return _byKey.GetValueOrDefault(idempotencyKey);
        }
    }

    /// <summary>At most so many revisions before one, newest first; 0: from the newest.</summary>
    public IReadOnlyList<RevisionInfo> Before(uint before, int count)
    {
        lock (_lock)
        {
            return [.. _infos.AsEnumerable().Reverse().SkipWhile(info => before != 0 && info.Revision >= before).Take(count)];
        }
    }
}
