using FrontDesk.ControlPlane.Fleet;
using FrontDesk.ControlPlane.Hosting;
using FrontDesk.ControlPlane.Records;
using FrontDesk.ControlPlane.Store;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace FrontDesk.ControlPlane.Relay;

/// <summary>Keeps telling the other control planes of the edges here, and listening to what they tell, as long as the process runs.</summary>
internal sealed class RelayLoop(
    RelayIdentity self,
    RelayWriter writer,
    RelayReader reader,
    RecordStore records,
    LiveEdges live,
    RelayOptions options,
    TimeProvider time,
    ILogger<RelayLoop> log) : BackgroundService
{
    private static readonly TimeSpan FarewellTime = TimeSpan.FromSeconds(2);

    private readonly Signal _said = new();
    private readonly DateTimeOffset _started = time.GetUtcNow();
    private volatile bool _peersChanged = true;
    private volatile bool _unreachable;

    /// <inheritdoc/>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        records.Changed += OnChanged;
        records.Watch(RelayNames.Folder);
        await base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        records.Changed -= OnChanged;
        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await using var timer = time.CreateTimer(_ => bounded.Cancel(), null, FarewellTime, Timeout.InfiniteTimeSpan);
        try
        {
            // So the others need not wait for its silence.
            if (await records.GetAsync(RelayNames.Peer(self.Id), bounded.Token) is { } record)
            {
                await records.DeleteAsync(record.Name, record.Version, bounded.Token);
            }
        }
        catch (Exception failed) when (failed is StoreUnavailableException or OutcomeUnknownException or OperationCanceledException)
        {
            RelayLog.NoFarewell(log, failed.Message);
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await Task.WhenAll(WriteAsync(stoppingToken), ReadAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The end that was asked for.
        }
    }

    private async Task WriteAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var news = live.News.Next;
            await TryAsync(async () =>
            {
                await RegisterAsync(cancellationToken);
                await writer.WriteAsync(cancellationToken);
            });
            await WaitAsync(news, options.Beat, cancellationToken);
            await Task.Delay(options.Pause, time, cancellationToken);
        }
    }

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var said = _said.Next;
            var whole = await TryAsync(async () =>
            {
                if (_peersChanged)
                {
                    _peersChanged = false;
                    await reader.ReadPeersAsync(cancellationToken);
                }

                await reader.ReadAsync(cancellationToken);
            });
            if (!whole)
            {
                _peersChanged = true;
                reader.Forgive();
            }

            await WaitAsync(said, options.Beat, cancellationToken);
        }
    }

    // Asked at each beat: one that slept may have been taken for dead.
    private async Task RegisterAsync(CancellationToken cancellationToken)
    {
        var record = new PeerRecord { Id = self.Id, Name = self.Name, Version = ProductVersion.Text, Started = _started.ToTimestamp() };
        if (await records.GetAsync(RelayNames.Peer(self.Id), cancellationToken) is null)
        {
            await records.CreateAsync(RelayNames.Peer(self.Id), record.ToByteArray(), cancellationToken);
        }
    }

    // Once per outage: what could not be said or heard is as soon as the store is back.
    private async Task<bool> TryAsync(Func<Task> act)
    {
        try
        {
            await act();
            _unreachable = false;
            return true;
        }
        catch (Exception failure) when (failure is StoreUnavailableException or OutcomeUnknownException or StoreRefusedException or InvalidProtocolBufferException)
        {
            if (!_unreachable)
            {
                RelayLog.Unreachable(log, failure.Message);
                _unreachable = true;
            }

            return false;
        }
    }

    private async Task WaitAsync(Task happens, TimeSpan atMost, CancellationToken cancellationToken)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(happens, Task.Delay(atMost, time, ending.Token));
        await ending.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
    }

    private void OnChanged(string folder)
    {
        if (folder is RelayNames.Peers)
        {
            _peersChanged = true;
        }

        if (folder is RelayNames.Peers or RelayNames.Folder)
        {
            _said.Set();
        }
    }
}
