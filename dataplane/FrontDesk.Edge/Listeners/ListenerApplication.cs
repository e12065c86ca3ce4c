using FrontDesk.Edge.Hosting;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Abstractions;
using Microsoft.AspNetCore.Http.Features;

namespace FrontDesk.Edge.Listeners;

/// <summary>Runs the request pipeline on Kestrel's requests. A connection reuses one HttpContext for all its requests.</summary>
internal sealed class ListenerApplication(RequestDelegate pipeline, OperatorDrain drain, IServiceScopeFactory scopes) : IHttpApplication<DefaultHttpContext>
{
    /// <inheritdoc/>
    public DefaultHttpContext CreateContext(IFeatureCollection contextFeatures)
    {
        if (contextFeatures is not IHostContextContainer<DefaultHttpContext> container)
        {
            return new DefaultHttpContext(contextFeatures) { ServiceScopeFactory = scopes };
        }

        if (container.HostContext is { } used)
        {
            used.Initialize(contextFeatures);
            return used;
        }

        return container.HostContext = new DefaultHttpContext(contextFeatures) { ServiceScopeFactory = scopes };
    }

    /// <inheritdoc/>
    public Task ProcessRequestAsync(DefaultHttpContext context)
    {
        if (drain.IsOrdered)
        {
            // One answer, and the client goes: by then a balancer sends it elsewhere.
            context.Features.Get<IConnectionLifetimeNotificationFeature>()?.RequestClose();
        }

        return pipeline(context);
    }

    /// <inheritdoc/>
    public void DisposeContext(DefaultHttpContext context, Exception? exception) => context.Uninitialize();
}
