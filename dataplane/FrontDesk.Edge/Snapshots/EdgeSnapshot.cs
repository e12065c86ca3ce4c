using FrontDesk.Edge.Credentials;
using FrontDesk.Edge.Forwarding;
using FrontDesk.Edge.Tls;
using FrontDesk.Routing.Snapshots;

namespace FrontDesk.Edge.Snapshots;

/// <summary>All that a request reads, of one revision. Immutable; captured once at the request's start.</summary>
/// <param name="Epoch">The history's number.</param>
/// <param name="Revision">The revision.</param>
/// <param name="Model">The compiled configuration.</param>
/// <param name="Services">The services with their long-lived state.</param>
/// <param name="Certificates">The certificates with their keys.</param>
internal sealed record EdgeSnapshot(uint Epoch, uint Revision, SnapshotModel Model, ServiceTable Services, CertificateTable Certificates)
{
    /// <summary>The credentials that clients may show.</summary>
    public CredentialTable Credentials { get; init; } = CredentialTable.Empty;
}
