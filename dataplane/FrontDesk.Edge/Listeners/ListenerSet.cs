using System.Net.Sockets;
using FrontDesk.Config.V1;
using FrontDesk.Edge.Hosting;
using FrontDesk.Edge.Status;
using FrontDesk.Routing.Listeners;
using FrontDesk.Routing.Snapshots;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace FrontDesk.Edge.Listeners;

/// <summary>
/// The listeners that run, brought to what is configured: those that are equal stay untouched, what is gone drains, what is new starts. One that
/// cannot start is degraded and tried again every second; it holds back nothing else.
/// </summary>
internal sealed class ListenerSet(
    ListenerServer servers, ListenerApplication application, Degradations degradations, EdgeOptions options, TimeProvider clock, ILogger<ListenerSet> log)
    : EnduringTask("listeners", degradations, clock, log)
{
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _turn = new(1);
    private readonly Dictionary<string, RunningListener> _running = [];
    private readonly List<Task> _draining = [];
    private PersistentMap<ListenerModel> _desired = PersistentMap<ListenerModel>.Empty;
    private bool _ended;

    /// <summary>How many listeners accept connections.</summary>
    public int RunningCount => _running.Count;

    /// <summary>How many are configured.</summary>
    public int DesiredCount => Volatile.Read(ref _desired).Count;

    /// <summary>Brings the listeners to what is configured. Ports that are taken hold nothing back.</summary>
    public async Task ReconcileAsync(PersistentMap<ListenerModel> desired)
    {
        await _turn.WaitAsync().ConfigureAwait(false);
        try
        {
            PersistentMap<ListenerModel> before = _desired;
            Volatile.Write(ref _desired, desired);
            foreach ((string name, _) in before.Entries.Where(entry => !desired.TryGetValue(entry.Key, out _)))
            {
                Degradations.Report(Kind.Listener, name, null);
            }

            await StopWhatIsGoneAsync().ConfigureAwait(false);
            await StartWhatIsMissingAsync().ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Stops all listeners for good; ends when the last connection is gone, by the drain timeout at the latest.</summary>
    public async Task DrainAsync()
    {
        await _turn.WaitAsync().ConfigureAwait(false);
        try
        {
            _ended = true;
            _draining.AddRange(_running.Values.Select(listener => listener.Stop(options.DrainTimeout).Drained));
            _running.Clear();
        }
        finally
        {
            _turn.Release();
        }

        await Task.WhenAll(_draining).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    protected override async Task RunAsync(CancellationToken stopping)
    {
        using PeriodicTimer timer = new(RetryInterval, Clock);
        while (await timer.WaitForNextTickAsync(stopping).ConfigureAwait(false))
        {
            await _turn.WaitAsync(stopping).ConfigureAwait(false);
            try
            {
                _draining.RemoveAll(task => task.IsCompleted);
                await StartWhatIsMissingAsync().ConfigureAwait(false);
            }
            finally
            {
                _turn.Release();
            }
        }
    }

    private async Task StopWhatIsGoneAsync()
    {
        foreach ((string name, RunningListener listener) in _running.ToArray())
        {
            if (_desired.TryGetValue(name, out ListenerModel? wanted) && (wanted == listener.Model || listener.TryBecome(wanted)))
            {
                continue;
            }

            _running.Remove(name);
            (Task unbound, Task drained) = listener.Stop(options.DrainTimeout);
            _draining.Add(drained);
            await unbound.ConfigureAwait(false);
            Log.Stopped(name, listener.Model.Port);
        }
    }

    private async Task StartWhatIsMissingAsync()
    {
        if (_ended || _running.Count == _desired.Count)
        {
            return;
        }

        foreach ((string name, ListenerModel listener) in _desired.Entries.Where(entry => !_running.ContainsKey(entry.Key)))
        {
            string? problem = await TryStartAsync(listener).ConfigureAwait(false);
            Degradations.Report(Kind.Listener, name, problem);
        }
    }

    private async Task<string?> TryStartAsync(ListenerModel listener)
    {
        ListenerFeature feature = new(listener);
        (KestrelServer server, ListenerTransport transport) = servers.Create(feature);
        try
        {
            await server.StartAsync(application, CancellationToken.None).ConfigureAwait(false);
            _running.Add(listener.Name, new RunningListener(feature, server, transport));
            Log.Started(listener.Name, listener.Protocol, (listener.Address ?? options.BindAddress)?.ToString() ?? "all addresses", listener.Port);
            return null;
        }
        catch (Exception e)
        {
            // Whatever it is, it is this listener's alone: it is shown, and the others go on.
            server.Dispose();
            return Explain(listener, e);
        }
    }

    private string Explain(ListenerModel listener, Exception error) => (error.InnerException ?? error) switch
    {
        AddressInUseException => $"Port {listener.Port} is in use by another program; stop it or choose another port.",
        SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse } => $"Port {listener.Port} is in use by another program; stop it or choose another port.",
        SocketException { SocketErrorCode: SocketError.AccessDenied } => $"This user may not listen on port {listener.Port}; give the edge the capability CAP_NET_BIND_SERVICE.",
        SocketException { SocketErrorCode: SocketError.AddressNotAvailable } => $"This host has no address {listener.Address ?? options.BindAddress}.",
        _ => $"It cannot listen on port {listener.Port}: {error.Message}",
    };
}
