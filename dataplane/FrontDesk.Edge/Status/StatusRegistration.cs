using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using FrontDesk.Edge.Hosting;
using FrontDesk.Edge.Identity;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace FrontDesk.Edge.Status;

/// <summary>Registers the status address.</summary>
internal static class StatusRegistration
{
    /// <summary>Registers it. Beyond loopback it speaks TLS with the node's certificate and asks for a token or a client's certificate, unless opened.</summary>
    /// <exception cref="EdgeStartException">It would be open beyond loopback, and nobody said that it shall.</exception>
    public static void AddStatus(this WebApplicationBuilder builder, EdgeOptions options)
    {
        bool guarded = !IPAddress.IsLoopback(options.Status.Address) && !options.StatusOpen;
        if (guarded && options.StatusToken is null && options.StatusClientAuthorityFile is null)
        {
            throw new EdgeStartException(
                $"The status address {options.Status} is not a loopback address: give --status-token-file or --status-client-ca, or --status-open to serve it to anyone.");
        }

        if (options.StatusOpen && options.StatusClientAuthorityFile is not null)
        {
            throw new EdgeStartException("--status-open serves the status address to anyone, --status-client-ca to some clients only: give one of them.");
        }

        StatusClients? clients = options.StatusClientAuthorityFile is { } file ? StatusClients.Load(file) : null;

        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel((_, kestrel) =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxConcurrentConnections = 256;
            kestrel.Limits.MaxRequestBodySize = 0;
            kestrel.Listen(options.Status, endpoint =>
            {
                endpoint.Protocols = HttpProtocols.Http1;
                if (guarded || clients is not null)
                {
                    Membership membership = kestrel.ApplicationServices.GetRequiredService<Membership>();
                    endpoint.UseHttps(new TlsHandshakeCallbackOptions { OnConnection = _ => ValueTask.FromResult(NodeTls(membership, clients)) });
                }
            });
        });
        builder.Services
            .AddRoutingCore()
            .AddSingleton<Degradations>()
            .AddSingleton<EdgeMetrics>()
            .AddHostedService(provider => provider.GetRequiredService<EdgeMetrics>())
            .AddMetrics()
            .AddOpenTelemetry()
            .ConfigureResource(resource => resource.Clear().AddService("frontdesk-edge", serviceVersion: EdgeIdentity.Version, autoGenerateServiceInstanceId: false))
            .WithMetrics(metrics => metrics.AddMeter("frontdesk.*", "System.Runtime").AddPrometheusExporter());
    }

    private static SslServerAuthenticationOptions NodeTls(Membership membership, StatusClients? clients) => new()
    {
        ServerCertificate = membership.Current?.Certificate ?? throw new AuthenticationException("This edge is not enrolled yet, so it has no certificate to show."),
        EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
        ClientCertificateRequired = clients is not null,

        // One that shows none may still have the token.
        RemoteCertificateValidationCallback = clients is null ? null : (_, certificate, _, _) => certificate is null || clients.Admit(certificate),
    };
}
