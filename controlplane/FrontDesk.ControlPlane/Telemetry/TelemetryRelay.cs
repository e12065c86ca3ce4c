using FrontDesk.ControlPlane.Records;
using FrontDesk.ControlPlane.Relay;
using FrontDesk.ControlPlane.Store;
using FrontDesk.Edge.V1;
using Google.Protobuf;

namespace FrontDesk.ControlPlane.Telemetry;

/// <summary>
/// Carries reports between control planes over one Redis, while somebody watches: 1. who watches here says so, in a record that expires; 2. the others see it, ask their edges, and
/// write what those report in records that expire; 3. who watches reads those. While nobody watches it writes and reads nothing but a mark.
/// </summary>
internal sealed class TelemetryRelay(RelayIdentity self, RecordStore records, Watchers watchers, LimitReports reports, RequestRelay requests, TimeProvider time) : BackgroundService
{
    private const string Folder = "watch";

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RequestInterval = TimeSpan.FromMilliseconds(250);
    private static readonly WatchOrder Nothing = new();
    private static readonly TimeSpan WatchLifetime = TimeSpan.FromSeconds(10);

    private readonly Signal _woken = new();
    private WatchOrder _told = new();

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        records.Watch(Folder);
        records.Changed += OnChanged;
        try
        {
            while (true)
            {
                var (woken, changed) = (_woken.Next, watchers.Changed.Next);
                var rest = await TryRelayAsync(stoppingToken);
                using var ending = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
                await Task.WhenAny(woken, changed, Task.Delay(rest, time, ending.Token));
                await ending.CancelAsync();
                stoppingToken.ThrowIfCancellationRequested();
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The end that was asked for.
        }
        finally
        {
            records.Changed -= OnChanged;
        }
    }

    private void OnChanged(string folder)
    {
        if (folder == Folder)
        {
            _woken.Set();
        }
    }

    // When there is something to do again; never, where nobody watches.
    private async Task<TimeSpan> TryRelayAsync(CancellationToken cancellationToken)
    {
        try
        {
            await RelayAsync(cancellationToken);
        }
        catch (StoreUnavailableException)
        {
            // What is shown meanwhile is of this control plane's edges only; the loss of the store is told elsewhere.
        }

        var order = watchers.Order;
        return order.Requests.Count > 0 ? RequestInterval : order.Limits ? Interval : Timeout.InfiniteTimeSpan;
    }

    private async Task RelayAsync(CancellationToken cancellationToken)
    {
        // 1.
        var here = watchers.Here;
        if (!here.Equals(Nothing) || !_told.Equals(Nothing))
        {
            await records.SetExpiringAsync(WatchOf(self.Id), new RelayedWatch { Order = here }.ToByteArray(), WatchLifetime, cancellationToken);
        }

        if (!here.Equals(_told))
        {
            await records.AnnounceAsync(Folder, cancellationToken);
        }

        var began = here.Requests.Count > 0 && _told.Requests.Count == 0;
        _told = here;

        // 2.
        var peers = await PeersAsync(cancellationToken);
        var orders = (await records.GetManyAsync([.. peers.Select(WatchOf)], cancellationToken))
            .OfType<Record>().Select(watch => RelayedWatch.Parser.ParseFrom(watch.Value).Order ?? Nothing).ToArray();
        watchers.Elsewhere = new WatchOrder { Limits = orders.Any(order => order.Limits), Requests = { orders.SelectMany(order => order.Requests) } };
        if (watchers.Elsewhere.Limits)
        {
            var mine = new RelayedReports { Reports = { reports.Here().ToDictionary() } };
            await records.SetExpiringAsync(ReportsOf(self.Id), mine.ToByteArray(), LimitReports.Lifetime, cancellationToken);
        }

        await requests.WriteAsync(RequestsOf(self.Id), watchers.Elsewhere, cancellationToken);

        // 3.
        foreach (var told in here.Limits ? await records.GetManyAsync([.. peers.Select(ReportsOf)], cancellationToken) : [])
        {
            foreach (var (edge, report) in told is null ? [] : RelayedReports.Parser.ParseFrom(told.Value).Reports)
            {
                reports.HearElsewhere(edge, report);
            }
        }

        if (here.Requests.Count > 0)
        {
            foreach (var (peer, told) in peers.Zip(await records.GetManyAsync([.. peers.Select(RequestsOf)], cancellationToken)))
            {
                requests.Read(peer, told is null ? null : RelayedRequests.Parser.ParseFrom(told.Value), began);
            }
        }
    }

    private async Task<IReadOnlyList<string>> PeersAsync(CancellationToken cancellationToken) =>
        [.. (await records.ListAsync(RelayNames.Peers + "/", cancellationToken)).Select(peer => PeerRecord.Parser.ParseFrom(peer.Value).Id).Where(id => id != self.Id)];

    private static string WatchOf(string id) => $"{Folder}/{id}";

    private static string ReportsOf(string id) => $"{Folder}/{id}/limits";

    private static string RequestsOf(string id) => $"{Folder}/{id}/requests";
}
