namespace FrontDesk.ControlPlane.Leases;

/// <summary>The lease where there is one control plane only, since its store is in its own process: always held, and written nowhere.</summary>
internal sealed class SoleLease : ILease
{
    /// <inheritdoc/>
    public Task RunAsync(Func<CancellationToken, Task> work, CancellationToken cancellationToken) => work(cancellationToken);
}
