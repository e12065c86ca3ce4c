namespace FrontDesk.ControlPlane.Leases;

/// <summary>The right to do work that must be done by one control plane at a time.</summary>
internal interface ILease
{
    /// <summary>
    /// Waits until this process holds the lease, does the work while it does, and gives the lease back when the work is done. Where it is lost
    /// in the middle, all of that begins anew. Asked for when there is work, so that idle control planes write nothing; and the work looks again
    /// whether there still is: another may have done it meanwhile.
    /// </summary>
    /// <param name="work">The work; its token ends when the lease is lost. A write that comes too late throws <see cref="Store.LeaseLostException"/>.</param>
    /// <param name="cancellationToken">Ends it all; the lease is given back then too.</param>
    Task RunAsync(Func<CancellationToken, Task> work, CancellationToken cancellationToken);
}
