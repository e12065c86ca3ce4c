using System.Net.Security;
using System.Security.Authentication;
using FrontDesk.Config.V1;
using FrontDesk.Edge.Tests.Hosting;
using FrontDesk.Edge.Tests.Pipeline;
using FrontDesk.Edge.Tests.Sync;
using FrontDesk.Edge.V1;
using FrontDesk.Testing.Networking;
using Google.Protobuf;
using Microsoft.Extensions.Logging;

namespace FrontDesk.Edge.Tests.Tls;

/// <summary>Which certificate a client is shown, and who is shown none.</summary>
public sealed class HandshakeTests : IAsyncLifetime
{
    private readonly int _port = FreePort.Next();
    private readonly RecordedLogs _logs = new(LogLevel.Warning);
    private ServedEdge _served = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _served = await ServedEdge.StartAsync(logs: _logs);
        await _served.PutAsync(
            Resources.Tls("secure", _port), Resources.Answer("hello", "*", "hello"),
            _served.Certificate("exact", "a.dev.test"), _served.Certificate("wildcard", "*.dev.test"));
    }

    public ValueTask DisposeAsync() => _served.DisposeAsync();

    [Theory]
    [InlineData("a.dev.test", "exact")]
    [InlineData("A.Dev.Test", "exact")]
    [InlineData("b.dev.test", "wildcard")]
    public async Task An_exact_name_comes_before_a_wildcard(string asked, string shown)
        => Assert.Equal(Shown(shown), await ShownForAsync(asked));

    [Theory]
    [InlineData("a.b.dev.test")]
    [InlineData("dev.test")]
    [InlineData("unknown.test")]
    [InlineData(null)]
    public async Task A_name_without_a_certificate_and_no_name_at_all_are_refused(string? asked)
    {
        await Assert.ThrowsAnyAsync<Exception>(() => ShownForAsync(asked));

        Assert.Equal(Shown("exact"), await ShownForAsync("a.dev.test"));
    }

    [Fact]
    public async Task A_changed_certificate_is_shown_from_the_next_handshake_on_and_old_connections_go_on()
    {
        await using var old = await RawConnection.ConnectTlsAsync("127.0.0.1", _port, "a.dev.test", Stop);
        var before = Shown("exact");

        _served.Plane.Keep("certificates/exact", 2, _served.Plane.Authority.IssueSite("a.dev.test"));
        await _served.Stream.SendAsync(new ControlMessage { SecretsChanged = new SecretsChanged { Secrets = { _served.Scope.Announce("certificates/exact", 2) } } });
        Assert.NotNull((await _served.Stream.NextAnswerAsync()).Ack);

        Assert.NotEqual(before, Shown("exact"));
        Assert.Equal(Shown("exact"), await ShownForAsync("a.dev.test"));
        Assert.Equal("hello", (await ServedEdge.GetAsync(old, "a.dev.test")).Body);
        Assert.Equal(before, old.Tls!.RemoteCertificate!.GetCertHashString());
    }

    [Fact]
    public async Task HTTP_2_and_HTTP_1_1_are_agreed_on_by_ALPN()
    {
        Assert.Equal(SslApplicationProtocol.Http2, await AgreedAsync(SslApplicationProtocol.Http2, SslApplicationProtocol.Http11));
        Assert.Equal(SslApplicationProtocol.Http11, await AgreedAsync(SslApplicationProtocol.Http11));
        Assert.Equal(default, await AgreedAsync());
    }

    [Theory]
    [InlineData(SslProtocols.Tls12)]
    [InlineData(SslProtocols.Tls13)]
    public async Task TLS_1_2_and_1_3_are_spoken(SslProtocols version)
    {
        await using var connection = await RawConnection.ConnectTlsAsync("127.0.0.1", _port, "a.dev.test", Stop, version);

        Assert.Equal(version, connection.Tls!.SslProtocol);
        Assert.Equal("hello", (await ServedEdge.GetAsync(connection, "a.dev.test")).Body);
    }

    [Theory]
    [InlineData(1, "alert 70")]
    [InlineData(2, "alert 70")]
    [InlineData(3, "handshake")]
    public async Task TLS_1_0_and_1_1_are_refused(byte minor, string answer)
        => Assert.Equal(answer, await ClientHello.AnswerAsync(_port, minor, "a.dev.test", Stop));

    [Fact]
    public async Task A_certificate_that_cannot_be_loaded_is_degraded_and_harms_nothing_else()
    {
        var broken = new CertificateSecret { Chain = ByteString.CopyFromUtf8("no certificate"), Key = ByteString.CopyFromUtf8("no key") };

        var ack = await _served.PutAsync(_served.Certificate("broken", broken, 1, "broken.test"), Resources.Answer("hello", "*", "changed"));

        var degraded = Assert.Single(ack.Degraded);
        Assert.Equal((Kind.Certificate, "broken"), (degraded.Resource.Kind, degraded.Resource.Name));
        Assert.StartsWith("The certificate cannot be loaded: ", degraded.Reason, StringComparison.Ordinal);
        Assert.Contains("Certificate 'broken' does not work", await _logs.NextAsync(text => text.StartsWith("2800 ", StringComparison.Ordinal)), StringComparison.Ordinal);
        await Assert.ThrowsAnyAsync<Exception>(() => ShownForAsync("broken.test"));
        await using var good = await RawConnection.ConnectTlsAsync("127.0.0.1", _port, "a.dev.test", Stop);
        Assert.Equal("changed", (await ServedEdge.GetAsync(good, "a.dev.test")).Body);
    }

    [Fact]
    public async Task A_key_of_another_certificate_is_degraded()
    {
        var mixed = _served.Plane.Authority.IssueSite("mixed.test");
        mixed.Key = _served.Plane.Authority.IssueSite("mixed.test").Key;

        var ack = await _served.PutAsync(_served.Certificate("mixed", mixed, 1, "mixed.test"));

        Assert.Equal("mixed", Assert.Single(ack.Degraded).Resource.Name);
    }

    [Fact]
    public async Task A_lapsed_certificate_is_shown_on_with_a_warning()
    {
        var lapsed = _served.Plane.Authority.IssueSite(TimeSpan.FromSeconds(-30), "lapsed.test");

        var ack = await _served.PutAsync(_served.Certificate("lapsed", lapsed, 1, "lapsed.test"));

        Assert.Contains("lapsed at", Assert.Single(ack.Degraded).Reason, StringComparison.Ordinal);
        await _logs.NextAsync(text => text.StartsWith("2800 ", StringComparison.Ordinal) && text.Contains("'lapsed'", StringComparison.Ordinal));
        Assert.Equal(Shown("lapsed"), await ShownForAsync("lapsed.test"));
    }

    // The hash of the certificate that the plane keeps for a name.
    private string Shown(string name)
    {
        using var certificate = System.Security.Cryptography.X509Certificates.X509Certificate2.CreateFromPem(_served.Plane.Secrets[$"certificates/{name}"].Certificate.Chain.ToStringUtf8());
        return certificate.GetCertHashString();
    }

    private async Task<string> ShownForAsync(string? name)
    {
        await using var connection = await RawConnection.ConnectTlsAsync("127.0.0.1", _port, name, Stop);
        Assert.Equal(200, (await ServedEdge.GetAsync(connection, name!)).Status);
        return connection.Tls!.RemoteCertificate!.GetCertHashString();
    }

    private async Task<SslApplicationProtocol> AgreedAsync(params SslApplicationProtocol[] offered)
    {
        using var client = new System.Net.Sockets.TcpClient();
        await client.ConnectAsync("127.0.0.1", _port, Stop);
        await using var tls = new SslStream(client.GetStream());
        await tls.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions
            {
                TargetHost = "a.dev.test",
                ApplicationProtocols = offered.Length > 0 ? [.. offered] : null,
                RemoteCertificateValidationCallback = (_, _, _, _) => true,
            },
            Stop);
        return tls.NegotiatedApplicationProtocol;
    }
}
