using System.Security.Cryptography.X509Certificates;

namespace FrontDesk.Edge.Identity;

/// <summary>An edge's membership of the fleet.</summary>
/// <param name="Name">The node's name.</param>
/// <param name="Group">The group it is in.</param>
/// <param name="Certificate">The node's certificate with its key.</param>
/// <param name="Authority">The fleet's authority.</param>
internal sealed record NodeIdentity(string Name, string Group, X509Certificate2 Certificate, X509Certificate2 Authority)
{
    /// <summary>When to renew: two thirds of the certificate's life.</summary>
    public DateTimeOffset RenewAt => NotBefore + ((NotAfter - NotBefore) * (2.0 / 3));

    /// <summary>When the certificate lapses.</summary>
    public DateTimeOffset NotAfter => Certificate.NotAfter.ToUniversalTime();

    private DateTimeOffset NotBefore => Certificate.NotBefore.ToUniversalTime();
}
