using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using FrontDesk.Config.V1;
using FrontDesk.Edge.Tests.Pipeline;
using FrontDesk.Testing.Backends;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace FrontDesk.Edge.Tests.Forwarding;

/// <summary>The service shows a certificate that it made itself, for `*.example.com` and `localhost`.</summary>
public sealed class ServiceTlsTests
{
    private static readonly string Authority = RunningEdge.Certificate.ExportCertificatePem();

    [Fact]
    public Task A_certificate_of_nobody_that_is_trusted_is_refused() => AnswersAsync(502, null);

    [Fact]
    public Task A_certificate_of_the_services_own_authority_for_its_name_is_taken() => AnswersAsync(200, new() { Ca = Authority, ServerName = "shop.example.com" });

    [Fact]
    public Task A_certificate_for_another_name_is_refused() => AnswersAsync(502, new() { Ca = Authority });

    [Fact]
    public Task A_certificate_of_another_authority_is_refused() => AnswersAsync(502, new() { Ca = Other(), ServerName = "shop.example.com" });

    [Fact]
    public Task Any_certificate_is_taken_where_that_was_asked_for() => AnswersAsync(200, new() { InsecureSkipVerify = true });

    private static async Task AnswersAsync(int status, ServiceTls? tls)
    {
        var name = "";
        await using var backend = await HttpBackend.StartAsync(
            context =>
            {
                name = context.Features.Get<ITlsHandshakeFeature>()?.HostName;
                return Task.CompletedTask;
            },
            HttpProtocols.Http1AndHttp2,
            certificate: RunningEdge.Certificate);
        var service = Given.Service("app", backend.Url);
        service.Service.Tls = tls;
        await using var edge = await RunningEdge.StartAsync(service, Given.Route("app", "app"));

        Assert.Equal(status, (await edge.SendAsync("GET / HTTP/1.1\r\nHost: a.test\r\n\r\n")).Status);
        Assert.Equal(status == 200 ? tls!.ServerName : "", name);
    }

    private static string Other()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=tests", key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return certificate.ExportCertificatePem();
    }
}
