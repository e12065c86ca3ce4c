using FrontDesk.Edge.Access;
using FrontDesk.Edge.Compression;
using FrontDesk.Edge.Forwarding;
using FrontDesk.Edge.Limits;
using FrontDesk.Edge.Logging;
using FrontDesk.Edge.Metrics;
using FrontDesk.Edge.Transforms;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace FrontDesk.Edge.Pipeline;

/// <summary>The way of a request, from the listener to the service and back.</summary>
internal static class RequestPipeline
{
    /// <summary>
    /// Registers what the pipeline needs. The caller registers <see cref="Snapshots.CurrentSnapshot"/>, <see cref="Hosting.EdgeIdentity"/> and, where the
    /// defaults do not suit, <see cref="AccessLogOptions"/>.
    /// </summary>
    public static IServiceCollection AddRequestPipeline(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(new AccessLogOptions());
        services.AddSingleton<RequestWatch>().AddSingleton<AccessLog>();
        services.AddHostedService(provider => provider.GetRequiredService<AccessLog>());
        services.AddMetrics();
        services.AddSingleton<RequestMetrics>();
        services.AddAccess();
        services.AddLimits();
        services.AddCompression();
        return services.AddForwarding();
    }

    /// <summary>
    /// Builds the one delegate that all listeners run. The first and the last step wait; those between are done before they call the next, so that they cost no
    /// state machine, but where an answer is compressed, a policy lets a service decide, or a limit counts what is under way.
    /// </summary>
    public static RequestDelegate Build(IServiceProvider services)
    {
        var app = new ApplicationBuilder(services);
        app.Use(next => ActivatorUtilities.CreateInstance<Recording>(services, next).InvokeAsync);
        app.Use(next => new Readiness(next).InvokeAsync);
        app.Use(next => new Strictness(next).InvokeAsync);
        app.Use(next => new Origin(next).InvokeAsync);
        app.Use(next => new ListenerRedirect(next).InvokeAsync);
        app.Use(next => new RouteChoice(next).InvokeAsync);
        app.Use(next => ActivatorUtilities.CreateInstance<Compressing>(services, next).InvokeAsync);
        app.Use(next => ActivatorUtilities.CreateInstance<Admission>(services, next).InvokeAsync);
        app.Use(next => ActivatorUtilities.CreateInstance<Limiting>(services, next).InvokeAsync);
        app.Use(next => new RouteAnswer(next).InvokeAsync);
        app.Run(ActivatorUtilities.CreateInstance<Forward>(services).InvokeAsync);
        return app.Build();
    }
}
