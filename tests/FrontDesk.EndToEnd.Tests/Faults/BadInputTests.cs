using System.Net.Security;
using FrontDesk.Edge.V1;
using FrontDesk.EndToEnd.Tests.Desks;
using FrontDesk.Testing.Desks;
using FrontDesk.Testing.Waiting;
using Grpc.Core;
using Grpc.Net.Client;

namespace FrontDesk.EndToEnd.Tests.Faults;

/// <summary>What people and machines get wrong, each told for what it is and changing nothing.</summary>
public sealed class BadInputTests(EmbeddedDesk fixture) : IClassFixture<EmbeddedDesk>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private TestDesk Desk => fixture.Desk;

    [Fact]
    public async Task A_certificate_and_a_key_that_do_not_match_are_rejected()
    {
        using var pair = TestPair.Create("mismatch.test", TimeSpan.FromDays(30));
        using var other = TestPair.Create("mismatch.test", TimeSpan.FromDays(30));
        var before = (await Desk.StatusAsync(Stop)).Head;
        Desk.Write("mismatch.crt", pair.Chain);
        Desk.Write("mismatch.key", other.Key);

        var result = (await Desk.RunAsync(Stop, "apply", "-f", Desk.Write("mismatch.yaml", "certificates: { mismatch: { names: [mismatch.test], certFile: mismatch.crt, keyFile: mismatch.key } }"))).Expect(3);

        Assert.Contains("certificate/mismatch", result.Errors, StringComparison.Ordinal);
        Assert.Contains("key", result.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("PRIVATE KEY", result.Errors + result.Output, StringComparison.Ordinal);
        Assert.Equal(before, (await Desk.StatusAsync(Stop)).Head);
    }

    [Fact]
    public async Task An_expired_certificate_is_a_warning_and_is_served()
    {
        using var pair = TestPair.Create("expired.test", TimeSpan.FromDays(-1));
        Desk.Write("expired.crt", pair.Chain);
        Desk.Write("expired.key", pair.Key);
        var file = Desk.Write("expired.yaml", $$"""
            {{Desk.Listeners()}}
            certificates: { expired: { names: [expired.test], certFile: expired.crt, keyFile: expired.key } }
            services: { expired: {{fixture.Shop.Url}} }
            routes: { expired: { hosts: [expired.test], to: expired } }
            """);

        var result = (await Desk.RunAsync(Stop, ["apply", "-f", file, .. TestDesk.Wait])).Expect();

        Assert.Contains("warning: certificate/expired", result.Errors, StringComparison.Ordinal);
        Assert.Contains("expired", result.Errors, StringComparison.Ordinal);
        foreach (var edge in Desk.Edges.Take(2))
        {
            await using var connection = await Testing.Networking.RawConnection.ConnectTlsAsync(edge.Address, Desk.HttpsPort, "expired.test", Stop);
            Assert.Equal(pair.Certificate.Thumbprint, connection.Tls!.RemoteCertificate!.GetCertHashString());
        }
    }

    [Fact]
    public async Task A_name_that_two_files_hold_is_rejected_with_both_places()
    {
        Desk.Write("twice/a.yaml", $"services: {{ twice: {fixture.Shop.Url} }}\n");
        Desk.Write("twice/b.yaml", $"\nservices: {{ twice: {fixture.Api.Url} }}\n");

        var result = (await Desk.RunAsync(Stop, "apply", "-f", "twice")).Expect(3);

        Assert.Contains("twice/b.yaml:2:", result.Errors, StringComparison.Ordinal);
        Assert.Contains("twice/a.yaml", result.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("services: { a: [", "bad-input.yaml:2:1: error: ")]
    [InlineData("servers: { a: http://10.0.0.1:1 }", "services")]
    [InlineData("services: { a: { endpoint: [http://10.0.0.1:1] } }", "endpoints")]
    [InlineData("services: { a: { endpoints: 7 } }", "endpoints")]
    [InlineData("routes: { a: { hosts: [a.test], to: nowhere } }", "nowhere")]
    [InlineData("routes: { a: { hosts: [a.test], respond: {}, errorPages: {} } }", "not supported by this version")]
    public async Task Bad_documents_are_rejected_with_their_place_and_change_nothing(string document, string told)
    {
        var before = (await Desk.StatusAsync(Stop)).Head;

        var result = (await Desk.RunAsync(Stop, "apply", "-f", Desk.Write("bad-input.yaml", document))).Expect(3);

        Assert.Contains(told, result.Errors, StringComparison.Ordinal);

        Assert.Equal(before, (await Desk.StatusAsync(Stop)).Head);
    }

    [Theory]
    [InlineData("wrong")]
    [InlineData("malformed")]
    [InlineData("expired")]
    public async Task A_join_token_that_is_not_good_ends_the_edge_with_code_1_and_the_reason(string how)
    {
        var edge = Desk.NewEdge($"edge-{how}");
        Desk.ErrorLogs.Expect("join token");
        edge.Start(how switch
        {
            "wrong" => await WrongTokenAsync(),
            "malformed" => "fdj_this is no token",
            _ => await ExpiredTokenAsync(),
        });

        Assert.Equal(1, await edge.Program.WaitForExitAsync(Stop));
        var told = edge.Program.Errors.Text;
        Assert.Contains("join token", told, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("frontdesk join-token", told, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", told, StringComparison.Ordinal);
        Assert.DoesNotContain((await Desk.StatusAsync(Stop)).Edges, status => status.Name == edge.Name);
    }

    [Fact]
    public async Task A_join_token_of_another_fleet_is_never_sent()
    {
        await using var other = await TestDesk.StartAsync(Stop);
        var edge = Desk.NewEdge("edge-stranger");
        edge.Start(await other.JoinTokenAsync(Stop));

        Assert.Equal(1, await edge.Program.WaitForExitAsync(Stop));
        Assert.Contains("fingerprint", edge.Program.Errors.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_node_with_a_foreign_certificate_is_turned_away()
    {
        // The same names as the first edge's certificate, but from an authority of our own.
        using var foreign = TestPair.Create("edge-1", TimeSpan.FromHours(1), "frontdesk:node/edge-1");
        using var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            SslOptions = new SslClientAuthenticationOptions
            {
                RemoteCertificateValidationCallback = (_, _, _, _) => true,
                LocalCertificateSelectionCallback = (_, _, _, _, _) => foreign.Certificate,
                TargetHost = "127.0.0.1",
            },
        };
        using var channel = GrpcChannel.ForAddress(Desk.EdgeServer, new GrpcChannelOptions { HttpHandler = handler });

        var refusal = await Assert.ThrowsAsync<RpcException>(async () =>
        {
            using var stream = new Sync.SyncClient(channel).Connect(cancellationToken: Stop);
            await stream.ResponseStream.MoveNext(Stop);
        });

        // Refused by the handshake or by the call, as an answer or as the connection's end: never served.
        Assert.Contains(refusal.StatusCode, new[] { StatusCode.Unauthenticated, StatusCode.PermissionDenied, StatusCode.Unavailable, StatusCode.Internal });
        // Degraded where the expired certificate of the test above came first.
        Assert.All((await Desk.StatusAsync(Stop)).Edges.Where(edge => edge.Name is "edge-1" or "edge-2"), static edge => Assert.Contains(edge.State, new[] { "in-sync", "degraded" }));
    }

    [Fact]
    public async Task An_operators_wrong_token_ends_every_command_with_7_and_changes_nothing()
    {
        var environment = Desk.Environment;
        environment.Remove("FRONTDESK_TOKEN_FILE");
        environment["FRONTDESK_TOKEN"] = "fdo_0000000000000000_0000000000000000000000000000000000000000000";
        var before = (await Desk.StatusAsync(Stop)).Head;
        var file = Desk.Write("unauthorised.yaml", $"routes: {{ unauthorised.example.test: {fixture.Shop.Url} }}");
        foreach (var command in new string[][] { ["apply", "-f", file], ["sync", "-f", file, "--yes"], ["delete", "listener/http"], ["rollback", "1"], ["export"], ["history"], ["join-token"], ["nodes"] })
        {
            var result = (await CommandLine.RunAsync(environment, Path.GetTempPath(), Stop, command)).Expect(7);
            Assert.DoesNotContain("fdo_0", result.Errors + result.Output, StringComparison.Ordinal);
        }

        Assert.Equal(before, (await Desk.StatusAsync(Stop)).Head);
    }

    private async Task<string> WrongTokenAsync()
    {
        // The right authority and form, another secret.
        var token = await Desk.JoinTokenAsync(Stop);
        var parts = token.Split('_');
        parts[2] = new string(parts[2].Select(static c => c == '0' ? '1' : char.IsAsciiLetterOrDigit(c) ? '0' : c).ToArray());
        return string.Join('_', parts);
    }

    private async Task<string> ExpiredTokenAsync()
    {
        var made = (await Desk.RunAsync(Stop, "join-token", "--lifetime", "60s", "-o", "json")).Expect().Json();
        var expires = DateTimeOffset.Parse(made.Text("expires"), System.Globalization.CultureInfo.InvariantCulture);
        await Eventually.TrueAsync("the token to expire", () => Task.FromResult(TimeProvider.System.GetUtcNow() > expires), Stop);
        return made.Text("token");
    }
}
