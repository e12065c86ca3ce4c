using System.Net;
using Microsoft.AspNetCore.Connections;

namespace FrontDesk.Edge.Listeners;

/// <summary>A transport that tells when its socket was let go: a listener that drains still has connections, but its port is free.</summary>
internal sealed class SignallingTransport(IConnectionListenerFactory inner) : IConnectionListenerFactory
{
    private readonly TaskCompletionSource _unbound = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when the socket was let go.</summary>
    public Task Unbound => _unbound.Task;

    /// <inheritdoc/>
    public async ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
        => new Listener(await inner.BindAsync(endpoint, cancellationToken).ConfigureAwait(false), _unbound);

    private sealed class Listener(IConnectionListener inner, TaskCompletionSource unbound) : IConnectionListener
    {
        public EndPoint EndPoint => inner.EndPoint;

        public ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default) => inner.AcceptAsync(cancellationToken);

        public async ValueTask UnbindAsync(CancellationToken cancellationToken = default)
        {
            await inner.UnbindAsync(cancellationToken).ConfigureAwait(false);
            unbound.TrySetResult();
        }

        public async ValueTask DisposeAsync()
        {
            await inner.DisposeAsync().ConfigureAwait(false);
            unbound.TrySetResult();
        }
    }
}
