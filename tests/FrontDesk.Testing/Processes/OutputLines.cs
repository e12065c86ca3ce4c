namespace FrontDesk.Testing.Processes;

/// <summary>The lines that a process wrote so far, and a way to wait for the next one.</summary>
public sealed class OutputLines
{
    private readonly Lock _lock = new();
    private readonly List<string> _lines = [];
    private TaskCompletionSource _more = NewSignal();
    private bool _ended;

    /// <summary>All lines so far, a copy.</summary>
    public IReadOnlyList<string> All
    {
        get
        {
            lock (_lock)
            {
                return [.. _lines];
            }
        }
    }

    /// <summary>All lines so far as one text.</summary>
    public string Text => string.Join('\n', All);

    /// <summary>The first line from <paramref name="start"/> on that fits, as soon as there is one.</summary>
    /// <returns>The line; null when the output ended without one.</returns>
    public async Task<string?> FindAsync(Func<string, bool> fits, int start, CancellationToken cancellationToken)
    {
        for (var next = start; ;)
        {
            Task more;
            bool ended;
            lock (_lock)
            {
                for (; next < _lines.Count; next++)
                {
                    if (fits(_lines[next]))
                    {
                        return _lines[next];
                    }
                }

                more = _more.Task;
                ended = _ended;
            }

            if (ended)
            {
                return null;
            }

            await more.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Adds a line; null is the end.</summary>
    internal void Add(string? line)
    {
        TaskCompletionSource signal;
        lock (_lock)
        {
            if (line is null)
            {
                _ended = true;
            }
            else
            {
                _lines.Add(line);
            }

            signal = _more;
            _more = NewSignal();
        }

        signal.SetResult();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
