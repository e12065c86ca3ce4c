using FrontDesk.Edge.Pipeline;
using Microsoft.AspNetCore.Http.Features;

namespace FrontDesk.Edge.Forwarding;

/// <summary>
/// An upgrade (RFC 9110 §7.8) or extended CONNECT (RFC 8441) whose stream is metered and runs under the tunnel's time limit.
/// </summary>
internal sealed class MeteredUpgrade(Exchange exchange, Deadline deadline, IHttpUpgradeFeature? upgrade, IHttpExtendedConnectFeature? connect)
    : IHttpUpgradeFeature, IHttpExtendedConnectFeature
{
    /// <inheritdoc/>
    public bool IsUpgradableRequest => upgrade?.IsUpgradableRequest ?? false;

    /// <inheritdoc/>
    public bool IsExtendedConnect => connect?.IsExtendedConnect ?? false;

    /// <inheritdoc/>
    public string? Protocol => connect?.Protocol;

    /// <summary>Puts itself before the request's own features, where the client asks for a tunnel.</summary>
    public static void Install(HttpContext context, Exchange exchange, Deadline deadline)
    {
        var features = context.Features;
        if (features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true } upgrade)
        {
            features.Set<IHttpUpgradeFeature>(new MeteredUpgrade(exchange, deadline, upgrade, null));
        }
        else if (features.Get<IHttpExtendedConnectFeature>() is { IsExtendedConnect: true } connect)
        {
            features.Set<IHttpExtendedConnectFeature>(new MeteredUpgrade(exchange, deadline, null, connect));
        }
    }

    /// <inheritdoc/>
    public async Task<Stream> UpgradeAsync() => Tunnel(await upgrade!.UpgradeAsync());

    /// <inheritdoc/>
    public async ValueTask<Stream> AcceptAsync() => Tunnel(await connect!.AcceptAsync());

    private MeteredTunnel Tunnel(Stream client)
    {
        deadline.Tunnelled();
        return new(exchange, deadline, client);
    }
}
