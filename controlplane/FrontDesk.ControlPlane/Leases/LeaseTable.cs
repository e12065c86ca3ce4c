using System.Security.Cryptography;
using FrontDesk.ControlPlane.Store;

namespace FrontDesk.ControlPlane.Leases;

/// <summary>The leases of this control plane, by the name of the work.</summary>
/// <param name="store">The store that all share; null where this is the only control plane.</param>
/// <param name="options">The times.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Where it is told.</param>
internal sealed class LeaseTable(StoreConnection? store, LeaseOptions options, TimeProvider time, ILogger log)
{
    // Made anew at every start: what an earlier process held is not held by this one.
    private readonly string _holder = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));

    /// <summary>The lease for some work. Asked for once by whoever does it.</summary>
    public ILease Of(string work) => store is null ? new SoleLease() : new Lease(store, work, _holder, options, time, log);
}
