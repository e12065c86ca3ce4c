using System.Collections.Concurrent;
using FrontDesk.Edge.Hosting;
using FrontDesk.Edge.Pipeline;
using FrontDesk.Edge.V1;
using FrontDesk.Routing.Telemetry;
using Google.Protobuf;

namespace FrontDesk.Edge.Logging;

/// <summary>
/// The lines of requests that somebody watches. They are taken where the access log is written, on its own thread, so that no request knows of it; what waits to be sent is
/// bounded, and what does not fit is dropped and counted.
/// </summary>
internal sealed class RequestWatch(EdgeIdentity identity, TimeProvider clock)
{
    /// <summary>How many lines may wait.</summary>
    public const int MostWaiting = 2_000;

    private const int MostTold = 1_000;
    private const int MostBytes = 1 << 20;

    private readonly ConcurrentQueue<RequestLine> _waiting = new();
    private RequestMatch[] _matches = [];
    private int _count;
    private long _dropped;

    /// <summary>Whether somebody watches.</summary>
    public bool IsOn => Volatile.Read(ref _matches).Length > 0;

    /// <summary>Which requests are watched from now on; none: what waits is forgotten.</summary>
    public void Order(IEnumerable<RequestFilter> filters)
    {
        RequestMatch[] matches = [.. filters.Select(static filter => RequestMatch.Parse(filter))];
        Volatile.Write(ref _matches, matches);
        if (matches.Length == 0)
        {
            Clear();
        }
    }

    /// <summary>A request is over, and its line written.</summary>
    public void Offer(Exchange exchange, ReadOnlySpan<byte> json)
    {
        RequestMatch[] matches = Volatile.Read(ref _matches);
        if (matches.Length == 0)
        {
            return;
        }

        RequestLine line = new()
        {
            Node = identity.Node,
            Host = exchange.Host,
            Path = exchange.Path,
            Route = exchange.Route?.Name ?? "",
            Service = exchange.Service?.Model.Name ?? "",
            Status = (uint)exchange.Status,
            Client = exchange.Client,
            DurationMs = clock.GetElapsedTime(exchange.Began, exchange.Ended).TotalMilliseconds,
        };
        if (!Array.Exists(matches, match => match.Fits(line)))
        {
            return;
        }

        if (Interlocked.Increment(ref _count) > MostWaiting)
        {
            Interlocked.Decrement(ref _count);
            Interlocked.Increment(ref _dropped);
            return;
        }

        line.Json = ByteString.CopyFrom(json);
        _waiting.Enqueue(line);
    }

    /// <summary>What is to be told; null: nothing.</summary>
    public WatchReport? Take()
    {
        WatchReport report = new() { Dropped = (ulong)Interlocked.Exchange(ref _dropped, 0) };
        for (int bytes = 0; report.Requests.Count < MostTold && bytes < MostBytes && _waiting.TryDequeue(out RequestLine? line); bytes += line.CalculateSize())
        {
            Interlocked.Decrement(ref _count);
            report.Requests.Add(line);
        }

        return report.Requests.Count > 0 || report.Dropped > 0 ? report : null;
    }

    private void Clear()
    {
        while (_waiting.TryDequeue(out _))
        {
            Interlocked.Decrement(ref _count);
        }

        Interlocked.Exchange(ref _dropped, 0);
    }
}
