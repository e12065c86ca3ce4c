using System.Threading.Channels;
using FrontDesk.Edge.V1;
using FrontDesk.Routing.Telemetry;

namespace FrontDesk.ControlPlane.Telemetry;

/// <summary>The requests that one watcher has not been told yet: bounded, and what does not fit is dropped and counted.</summary>
internal sealed class RequestTail : IDisposable
{
    private const int Most = 5_000;

    private readonly Channel<RequestLine> _waiting = Channel.CreateBounded<RequestLine>(new BoundedChannelOptions(Most) { FullMode = BoundedChannelFullMode.Wait, SingleReader = true });
    private readonly RequestMatch[] _matches;
    private readonly Action<RequestTail> _close;
    private long _dropped;

    /// <summary>Opens it; see <see cref="RequestTails"/>.</summary>
    public RequestTail(IReadOnlyList<RequestFilter> filters, Action<RequestTail> close)
    {
        _matches = [.. filters.Select(RequestMatch.Parse)];
        _close = close;
    }

    /// <summary>Whether it is for another control plane.</summary>
    public bool IsRelay { get; init; }

    /// <summary>Waits until there is something to take.</summary>
    public async Task WaitAsync(CancellationToken cancellationToken) => await _waiting.Reader.WaitToReadAsync(cancellationToken);

    /// <summary>Takes at most so many, and how many were lost before.</summary>
    public (IReadOnlyList<RequestLine> Lines, ulong Dropped) Take(int most)
    {
        var lines = new List<RequestLine>();
        while (lines.Count < most && _waiting.Reader.TryRead(out var line))
        {
            lines.Add(line);
        }

        return (lines, (ulong)Interlocked.Exchange(ref _dropped, 0));
    }

    /// <summary>Adds those of a report that fit. Never waits.</summary>
    public void Add(WatchReport report)
    {
        Interlocked.Add(ref _dropped, (long)report.Dropped);
        foreach (var line in report.Requests.Where(line => Array.Exists(_matches, match => match.Fits(line))))
        {
            if (!_waiting.Writer.TryWrite(line))
            {
                Interlocked.Increment(ref _dropped);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _close(this);
}
