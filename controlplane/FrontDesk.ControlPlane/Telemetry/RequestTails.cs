using System.Collections.Concurrent;
using FrontDesk.Edge.V1;

namespace FrontDesk.ControlPlane.Telemetry;

/// <summary>Hands the requests that edges tell to all who watch, each those that fit.</summary>
internal sealed class RequestTails
{
    private readonly ConcurrentDictionary<RequestTail, byte> _tails = new();

    /// <summary>Somebody watches requests that fit. Dispose of it when that ends.</summary>
    /// <exception cref="FormatException">A filter cannot be read.</exception>
    public RequestTail Open(RequestFilter filter) => Open([filter], isRelay: false);

    /// <summary>Operators at another control plane watch requests that fit any of some filters.</summary>
    public RequestTail OpenRelay(IReadOnlyList<RequestFilter> filters) => Open(filters, isRelay: true);

    /// <summary>An edge told requests. Never waits.</summary>
    /// <param name="report">The report.</param>
    /// <param name="isRelayed">It came by another control plane: those who relay to others do not want it.</param>
    public void Hear(WatchReport report, bool isRelayed)
    {
        foreach (var tail in _tails.Keys.Where(tail => !isRelayed || !tail.IsRelay))
        {
            tail.Add(report);
        }
    }

    private RequestTail Open(IReadOnlyList<RequestFilter> filters, bool isRelay)
    {
        var tail = new RequestTail(filters, gone => _tails.TryRemove(gone, out _)) { IsRelay = isRelay };
        _tails[tail] = 0;
        return tail;
    }
}
