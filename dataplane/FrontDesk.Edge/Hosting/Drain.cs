using FrontDesk.Edge.Listeners;

namespace FrontDesk.Edge.Hosting;

/// <summary>
/// The orderly end: from SIGTERM on the edge is not ready, listeners take no more connections and finish what runs, by the drain timeout at
/// the latest. It comes before anything else stops, so that status and forwarding work to the last request.
/// </summary>
internal sealed class Drain(ListenerSet listeners, EdgeOptions options, TimeProvider clock, ILogger<Drain> log) : IHostedLifecycleService
{
    private volatile bool _begun;

    /// <summary>Whether the end has begun.</summary>
    public bool HasBegun => _begun;

    /// <inheritdoc/>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        _begun = true;
        log.Draining(options.DrainTimeout);
        long started = clock.GetTimestamp();
        await listeners.DrainAsync().ConfigureAwait(false);
        log.Drained(clock.GetElapsedTime(started).TotalSeconds);
    }

    /// <inheritdoc/>
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
