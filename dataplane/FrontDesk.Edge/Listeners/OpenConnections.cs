using System.Collections.Concurrent;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;

namespace FrontDesk.Edge.Listeners;

/// <summary>The connections of all listeners, so that they can be asked to end. Costs a connection an entry, and a request nothing.</summary>
internal sealed class OpenConnections
{
    private readonly ConcurrentDictionary<IConnectionLifetimeNotificationFeature, byte> _open = [];

    /// <summary>Serves a connection, which is known as long as that takes.</summary>
    public async Task ServeAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        IConnectionLifetimeNotificationFeature lifetime = connection.Features.GetRequiredFeature<IConnectionLifetimeNotificationFeature>();
        _open.TryAdd(lifetime, 0);
        try
        {
            await next(connection).ConfigureAwait(false);
        }
        finally
        {
            _open.TryRemove(lifetime, out _);
        }
    }

    /// <summary>Asks all connections to end: idle ones at once, busy ones with their answer (`Connection: close`), HTTP/2 by GOAWAY. Tunnels go on.</summary>
    public void AskToEnd()
    {
        foreach (KeyValuePair<IConnectionLifetimeNotificationFeature, byte> connection in _open)
        {
            connection.Key.RequestClose();
        }
    }
}
