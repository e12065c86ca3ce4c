using FrontDesk.Edge.Pipeline;
using FrontDesk.Edge.Tls;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Options;

namespace FrontDesk.Edge.Listeners;

/// <summary>Registers what accepts traffic.</summary>
internal static class ListenersRegistration
{
    /// <summary>Registers it.</summary>
    public static IServiceCollection AddListeners(this IServiceCollection services) => services
        .AddSingleton(new ListenerLimits())
        .AddSingleton<Handshakes>()
        .AddHostedService<LapseWatch>()
        .AddSingleton(provider => new ListenerApplication(RequestPipeline.Build(provider), provider.GetRequiredService<IServiceScopeFactory>()))
        .AddSingleton(provider => new ListenerServer(
            provider.GetRequiredService<Hosting.EdgeOptions>(),
            provider.GetRequiredService<ListenerLimits>(),
            provider.GetRequiredService<Handshakes>(),
            Transport(provider.GetRequiredService<ILoggerFactory>()),
            provider,
            provider.GetRequiredService<ILoggerFactory>()))
        .AddSingleton<ListenerSet>()
        .AddHostedService(provider => provider.GetRequiredService<ListenerSet>());

    private static SocketTransportFactory Transport(ILoggerFactory loggers)
        => new(Options.Create(new SocketTransportOptions { Backlog = 4096 }), loggers);
}
