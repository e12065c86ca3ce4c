using FrontDesk.Edge.V1;

namespace FrontDesk.Edge.Snapshots;

/// <summary>Where secrets come from that are not here. A seam: the control plane's stream, or a test.</summary>
internal interface ISecretSource
{
    /// <summary>Fetches secrets in these versions or newer ones.</summary>
    /// <exception cref="RefusedException">The control plane does not give one of them.</exception>
    Task<IReadOnlyList<GetSecretsResponse>> FetchAsync(IReadOnlyList<SecretVersion> secrets, CancellationToken cancellation);
}
