using FrontDesk.Routing.Listeners;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace FrontDesk.Edge.Listeners;

/// <summary>A listener that accepts connections.</summary>
internal sealed class RunningListener(ListenerFeature feature, KestrelServer server, ListenerTransport transport)
{
    /// <summary>What it runs as.</summary>
    public ListenerModel Model => feature.Newest;

    /// <summary>Whether the change needs no other socket: its connections live on under the new model.</summary>
    public bool TryBecome(ListenerModel next)
    {
        if (!ListenerFeature.ShareSocket(next, Model))
        {
            return false;
        }

        feature.Newest = next;
        return true;
    }

    /// <summary>
    /// Lets the port go, then drains: idle connections close, HTTP/1.1 answers carry `Connection: close`, HTTP/2 clients get GOAWAY, running requests
    /// have until the deadline.
    /// </summary>
    /// <returns>Two stages: the port is free; the last connection is gone.</returns>
    public (Task Unbound, Task Drained) Stop(TimeSpan deadline)
    {
        Task drained = DrainAsync(deadline);
        return (Task.WhenAny(transport.Unbound, drained), drained);
    }

    private async Task DrainAsync(TimeSpan deadline)
    {
        using CancellationTokenSource limit = new(deadline);
        await server.StopAsync(limit.Token).ConfigureAwait(false);
        server.Dispose();
    }
}
