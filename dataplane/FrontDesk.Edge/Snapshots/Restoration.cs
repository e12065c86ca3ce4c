namespace FrontDesk.Edge.Snapshots;

/// <summary>Serves what is on disk before anything else starts: neither the control plane nor a token is needed for that.</summary>
internal sealed class Restoration(Activation activation) : IHostedService
{
    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => activation.RestoreAsync();

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
