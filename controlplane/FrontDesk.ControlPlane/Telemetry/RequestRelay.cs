using FrontDesk.ControlPlane.Records;
using FrontDesk.Edge.V1;
using Google.Protobuf;

namespace FrontDesk.ControlPlane.Telemetry;

/// <summary>
/// Carries requests between control planes: the last few thousand that others watch stand in one record, numbered, which each of them reads often enough to miss none.
/// </summary>
internal sealed class RequestRelay(RecordStore records, RequestTails tails)
{
    private const int Most = 2_000;
    private const int MostBytes = 512 * 1024;

    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(10);

    private readonly Queue<RequestLine> _last = new();
    private readonly Dictionary<string, ulong> _read = new(StringComparer.Ordinal);
    private WatchOrder _order = new();
    private RequestTail? _tail;
    private ulong _next;
    private int _bytes;

    /// <summary>Writes what the others watch, where there is something new of it.</summary>
    public async Task WriteAsync(string name, WatchOrder elsewhere, CancellationToken cancellationToken)
    {
        // What came by the last order, before there is another.
        var (lines, dropped) = _tail?.Take(Most) ?? ([], 0);
        if (!elsewhere.Requests.Equals(_order.Requests))
        {
            _tail?.Dispose();
            _tail = elsewhere.Requests.Count == 0 ? null : tails.OpenRelay(elsewhere.Requests);
            _order = elsewhere;
        }

        if (lines.Count == 0)
        {
            _next += dropped;
            return;
        }

        _next += dropped;
        foreach (var line in lines)
        {
            _last.Enqueue(line);
            _next++;
            for (_bytes += line.CalculateSize(); _last.Count > Most || _bytes > MostBytes;)
            {
                _bytes -= _last.Dequeue().CalculateSize();
            }
        }

        var record = new RelayedRequests { Next = _next, Requests = { _last } };
        await records.SetExpiringAsync(name, record.ToByteArray(), Lifetime, cancellationToken);
    }

    /// <summary>Reads what another control plane's edges told, and hands it to who watches here. What it said before this one began to listen is passed over.</summary>
    public void Read(string peer, RelayedRequests? told, bool isFirst)
    {
        var read = _read.GetValueOrDefault(peer);
        if (told is null || told.Next == read)
        {
            return;
        }

        // A number that went back is another process's under the same name.
        var fresh = told.Next > read ? told.Next - read : told.Next;
        _read[peer] = told.Next;
        if (isFirst)
        {
            return;
        }

        var known = Math.Min(fresh, (ulong)told.Requests.Count);
        tails.Hear(new WatchReport { Requests = { told.Requests.Skip(told.Requests.Count - (int)known) }, Dropped = fresh - known }, isRelayed: true);
    }
}
