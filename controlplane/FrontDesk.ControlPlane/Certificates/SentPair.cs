using FrontDesk.Edge.V1;

namespace FrontDesk.ControlPlane.Certificates;

/// <summary>A certificate with its key, as it was sent with a change, to be stored as a secret.</summary>
/// <param name="Certificate">The certificate's name.</param>
/// <param name="Secret">The secret's name.</param>
/// <param name="Version">The version that the secret will have, unless another change comes first.</param>
/// <param name="Content">What is stored.</param>
internal sealed record SentPair(string Certificate, string Secret, uint Version, CertificateSecret Content)
{
    /// <summary>The names only.</summary>
    public override string ToString() => $"{Secret} version {Version}";
}
