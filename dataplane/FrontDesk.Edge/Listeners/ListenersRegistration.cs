using FrontDesk.Edge.Pipeline;
using FrontDesk.Edge.Tls;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace FrontDesk.Edge.Listeners;

/// <summary>Registers what accepts traffic.</summary>
internal static class ListenersRegistration
{
    /// <summary>Registers it.</summary>
    public static IServiceCollection AddListeners(this IServiceCollection services) => services
        .AddSingleton(new ListenerLimits())
        .AddSingleton<OpenConnections>()
        .AddSingleton<DescriptorShortage>()
        .AddSingleton(provider => new SocketConnectionContextFactory(new SocketConnectionFactoryOptions(), provider.GetRequiredService<ILogger<SocketConnectionContextFactory>>()))
        .AddSingleton<Handshakes>()
        .AddHostedService<LapseWatch>()
        .AddSingleton(provider => new ListenerApplication(
            RequestPipeline.Build(provider), provider.GetRequiredService<Hosting.OperatorDrain>(), provider.GetRequiredService<IServiceScopeFactory>()))
        .AddSingleton(provider => new ListenerServer(
            provider.GetRequiredService<Hosting.EdgeOptions>(),
            provider.GetRequiredService<ListenerLimits>(),
            provider.GetRequiredService<OpenConnections>(),
            provider.GetRequiredService<Handshakes>(),
            () => ActivatorUtilities.CreateInstance<ListenerTransport>(provider),
            provider,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILoggerFactory>()))
        .AddSingleton<ListenerSet>()
        .AddHostedService(provider => provider.GetRequiredService<ListenerSet>());
}
