using FrontDesk.ControlPlane.Records;
using FrontDesk.ControlPlane.Relay;
using FrontDesk.ControlPlane.Store;
using Google.Protobuf;

namespace FrontDesk.ControlPlane.Telemetry;

/// <summary>
/// Carries reports between control planes over one Redis, while somebody watches: 1. who watches here says so, in a record that expires; 2. the others see it, ask their edges, and
/// write what those report, each second, in a record that expires; 3. who watches reads that. While nobody watches it writes and reads nothing but a mark.
/// </summary>
internal sealed class TelemetryRelay(RelayIdentity self, RecordStore records, Watchers watchers, LimitReports reports, TimeProvider time) : BackgroundService
{
    private const string Folder = "watch";

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan WatchLifetime = TimeSpan.FromSeconds(10);

    private readonly Signal _woken = new();
    private bool _told;

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
                var rest = await TryRelayAsync(stoppingToken) ? Interval : Timeout.InfiniteTimeSpan;
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

    // Whether there is something to do each second.
    private async Task<bool> TryRelayAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await RelayAsync(cancellationToken);
        }
        catch (StoreUnavailableException)
        {
            // What is shown meanwhile is of this control plane's edges only; the loss of the store is told elsewhere.
            return watchers.LimitsHere || watchers.LimitsElsewhere;
        }
    }

    private async Task<bool> RelayAsync(CancellationToken cancellationToken)
    {
        // 1.
        var here = watchers.LimitsHere;
        if (here)
        {
            await records.SetExpiringAsync(WatchOf(self.Id), new RelayedWatch { Limits = true }.ToByteArray(), WatchLifetime, cancellationToken);
        }

        if (here && !_told)
        {
            await records.AnnounceAsync(Folder, cancellationToken);
        }

        _told = here;

        // 2.
        var peers = await PeersAsync(cancellationToken);
        var watches = await records.GetManyAsync([.. peers.Select(WatchOf)], cancellationToken);
        watchers.LimitsElsewhere = watches.Any(watch => watch is not null);
        if (watchers.LimitsElsewhere)
        {
            var mine = new RelayedReports { Reports = { reports.Here().ToDictionary() } };
            await records.SetExpiringAsync(ReportsOf(self.Id), mine.ToByteArray(), LimitReports.Lifetime, cancellationToken);
        }

        // 3.
        foreach (var told in here ? await records.GetManyAsync([.. peers.Select(ReportsOf)], cancellationToken) : [])
        {
            foreach (var (edge, report) in told is null ? [] : RelayedReports.Parser.ParseFrom(told.Value).Reports)
            {
                reports.HearElsewhere(edge, report);
            }
        }

        return here || watchers.LimitsElsewhere;
    }

    private async Task<IReadOnlyList<string>> PeersAsync(CancellationToken cancellationToken) =>
        [.. (await records.ListAsync(RelayNames.Peers + "/", cancellationToken)).Select(peer => PeerRecord.Parser.ParseFrom(peer.Value).Id).Where(id => id != self.Id)];

    private static string WatchOf(string id) => $"{Folder}/{id}";

    private static string ReportsOf(string id) => $"{Folder}/{id}/limits";
}
