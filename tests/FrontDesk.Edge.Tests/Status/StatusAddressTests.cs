using System.Net;
using System.Security.Cryptography.X509Certificates;
using FrontDesk.Edge.Hosting;
using FrontDesk.Edge.Tests.Hosting;
using FrontDesk.Edge.Tests.Identity;
using FrontDesk.Edge.Tests.Sync;
using FrontDesk.Testing.Networking;

namespace FrontDesk.Edge.Tests.Status;

public sealed class StatusAddressTests
{
    private readonly int _status = FreePort.Next();
    private readonly int _port = FreePort.Next();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_edge_lives_from_the_start_and_is_ready_when_it_has_a_configuration()
    {
        await using var served = await ServedEdge.StartAsync();
        Assert.Equal((200, "alive\n"), await served.Edge.StatusAsync("healthz"));
        Assert.Equal((503, "not ready: never had a configuration\n"), await served.Edge.StatusAsync("readyz"));

        await served.PutAsync(Resources.Answer("hello", "a.test", "hello"));

        Assert.Equal((200, "ready: revision 1\n"), await served.Edge.StatusAsync("readyz"));
        Assert.Equal(404, (await served.Edge.StatusAsync("")).Status);
    }

    [Fact]
    public async Task The_metrics_are_the_documented_ones()
    {
        await using var served = await ServedEdge.StartAsync();
        await served.PutAsync(Resources.Plain("web", _port), served.Certificate("site", "a.test"));

        var (status, body) = await served.Edge.StatusAsync("metrics");

        Assert.Equal(200, status);
        foreach (var metric in new[] { "revision{", "sync_connected", "sync_lag", "sync_silence_seconds", "degraded{", "listeners{", "certificates_expiry_seconds", "identity_expiry_seconds" })
        {
            Assert.Contains($"\nfrontdesk_edge_{metric}", body, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Beyond_loopback_it_is_not_opened_unguarded()
    {
        var refused = await Assert.ThrowsAsync<EdgeStartException>(() => StartAsync(options => options));

        Assert.Equal(
            $"The status address 0.0.0.0:{_status} is not a loopback address: give --status-token-file or --status-client-ca, or --status-open to serve it to anyone.",
            refused.Message);
    }

    [Fact]
    public async Task Beyond_loopback_the_token_is_asked_for_over_TLS()
    {
        await using var served = await StartAsync(options => options with { StatusToken = "secret" });

        Assert.Equal(401, await AskAsync("https", null, null));
        Assert.Equal(401, await AskAsync("https", "wrong", null));
        Assert.Equal(200, await AskAsync("https", "secret", null));
        await Assert.ThrowsAsync<HttpRequestException>(() => AskAsync("http", "secret", null));
    }

    [Fact]
    public async Task Beyond_loopback_a_certificate_of_a_named_authority_is_enough()
    {
        var authority = new TestAuthority();
        using var file = new Testing.Files.TempDirectory();
        var path = file.Write("clients.pem", authority.Certificate.ExportCertificatePem());
        await using var served = await StartAsync(options => options with { StatusClientAuthorityFile = path });

        Assert.Equal(200, await AskAsync("https", null, authority.IssueClient()));
        Assert.Equal(401, await AskAsync("https", null, null));
        await Assert.ThrowsAsync<HttpRequestException>(() => AskAsync("https", null, new TestAuthority().IssueClient()));
        await Assert.ThrowsAsync<HttpRequestException>(() => AskAsync("https", null, authority.IssueServer(null)));
    }

    [Fact]
    public async Task It_is_open_where_somebody_said_so()
    {
        await using var served = await StartAsync(options => options with { StatusOpen = true });

        Assert.Equal(200, await AskAsync("http", null, null));
    }

    [Theory]
    [InlineData("missing", false, "cannot be read")]
    [InlineData("empty", false, "holds no certificate")]
    [InlineData("empty", true, "give one of them")]
    public async Task Client_authorities_that_cannot_be_used_are_told(string file, bool open, string told)
    {
        using var directory = new Testing.Files.TempDirectory();
        directory.Write("empty", "nothing");

        var refused = await Assert.ThrowsAsync<EdgeStartException>(() => StartAsync(options => options with { StatusClientAuthorityFile = directory[file], StatusOpen = open }));

        Assert.Contains(told, refused.Message, StringComparison.Ordinal);
    }

    private Task<ServedEdge> StartAsync(Func<EdgeOptions, EdgeOptions> with) => ServedEdge.StartAsync(options => with(options with { Status = new IPEndPoint(IPAddress.Any, _status) }));

    private async Task<int> AskAsync(string scheme, string? token, X509Certificate2? certificate)
    {
        using var handler = new SocketsHttpHandler();
        handler.SslOptions.RemoteCertificateValidationCallback = (_, _, _, _) => true;
        handler.SslOptions.ClientCertificates = certificate is null ? null : [certificate];
        using var client = new HttpClient(handler);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{scheme}://127.0.0.1:{_status}/healthz");
        if (token is not null)
        {
            request.Headers.Authorization = new("Bearer", token);
        }

        using var answer = await client.SendAsync(request, Stop);
        return (int)answer.StatusCode;
    }
}
