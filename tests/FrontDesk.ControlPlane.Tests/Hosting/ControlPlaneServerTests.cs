using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using FrontDesk.Admin.V1;
using FrontDesk.ControlPlane.Hosting;
using FrontDesk.ControlPlane.Identity;
using FrontDesk.ControlPlane.Tests.Admin;
using FrontDesk.ControlPlane.Tests.Publishing;
using FrontDesk.ControlPlane.Tests.Revisions;
using FrontDesk.Testing.Files;
using Grpc.Core;
using Grpc.Health.V1;
using Grpc.Reflection.V1Alpha;

namespace FrontDesk.ControlPlane.Tests.Hosting;

public sealed class ControlPlaneServerTests
{
    [Fact]
    public async Task The_first_start_leaves_the_authority_and_an_admin_token_for_the_owner_alone()
    {
        await using var desk = await LocalDesk.StartAsync();

        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(desk.Directory, "admin.token")));
        }

        Assert.DoesNotContain(desk.AdminToken, desk.Log.Text, StringComparison.Ordinal);
        Assert.Equal(desk.Get<CertificateAuthority>().Fingerprint, Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(desk.Authority.RawData)));
    }

    [Fact]
    public async Task A_restart_keeps_the_token_the_authority_the_history_and_the_nodes()
    {
        using var directory = new TempDirectory();
        var first = await LocalDesk.StartAsync(directory: directory);
        var (token, authority) = (first.AdminToken, first.Authority.Thumbprint);
        await first.ApplyAsync(Changes.Service("a"));
        using var before = await ScriptedEdge.EnrolAsync(first, "e1");
        await first.DisposeAsync();

        await using var second = await LocalDesk.StartAsync(directory: directory);

        Assert.Equal((token, authority), (second.AdminToken, second.Authority.Thumbprint));
        Assert.Single(await second.ExportAsync());
        Assert.Equal("e1", Assert.Single((await second.Fleet.ListNodesAsync(new(), cancellationToken: TestContext.Current.CancellationToken)).Nodes).Name);
    }

    [Fact]
    public async Task Who_lost_the_admin_token_deletes_the_file_and_starts_again()
    {
        using var directory = new TempDirectory();
        var first = await LocalDesk.StartAsync(directory: directory);
        var lost = first.AdminToken;
        await first.DisposeAsync();
        File.Delete(directory["admin.token"]);

        await using var second = await LocalDesk.StartAsync(directory: directory);

        Assert.NotEqual(lost, second.AdminToken);
        Assert.Empty(await second.ExportAsync());
    }

    [Fact]
    public async Task A_data_directory_in_use_is_refused_in_a_sentence()
    {
        using var directory = new TempDirectory();
        await using var first = await LocalDesk.StartAsync(directory: directory);

        var refused = await Assert.ThrowsAsync<StartRefusedException>(() => LocalDesk.StartAsync(directory: directory));

        Assert.Contains(directory.Path, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_in_use_is_refused_in_a_sentence_that_names_it()
    {
        using var directory = new TempDirectory();
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var options = new ControlPlaneOptions { DataDirectory = directory.Path, Listen = (IPEndPoint)taken.LocalEndpoint };

        var refused = await Assert.ThrowsAsync<StartRefusedException>(() =>
            ControlPlaneServer.StartAsync(options, _ => { }, TimeProvider.System, TestContext.Current.CancellationToken));

        Assert.Contains(taken.LocalEndpoint.ToString()!, refused.Message, StringComparison.Ordinal);
        Assert.Contains("--listen", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_master_key_is_refused_in_a_sentence()
    {
        using var directory = new TempDirectory();
        await (await LocalDesk.StartAsync(directory: directory)).DisposeAsync();
        File.Delete(directory["master.key"]);

        var refused = await Assert.ThrowsAsync<StartRefusedException>(() => LocalDesk.StartAsync(directory: directory));

        Assert.Contains("master key", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_servers_certificate_names_this_host_and_is_renewed_while_it_runs()
    {
        var time = new ManualTime();
        await using var desk = await LocalDesk.StartAsync(time);
        using var before = await ShownAsync(desk);
        using var same = await ShownAsync(desk);
        time.Advance(CertificateAuthority.ServerLifetime * 2 / 3);
        using var after = await ShownAsync(desk);

        Assert.True(before.MatchesHostname("localhost"));
        Assert.True(before.MatchesHostname("127.0.0.1"));
        Assert.True(before.MatchesHostname(Dns.GetHostName()));
        Assert.Contains(NodeNames.ControlPlaneUri, SubjectUris.Of(before));
        Assert.Equal(before.SerialNumber, same.SerialNumber);
        Assert.NotEqual(before.SerialNumber, after.SerialNumber);
    }

    [Fact]
    public async Task Health_is_told_to_anyone_and_reflection_to_operators()
    {
        await using var desk = await LocalDesk.StartAsync();
        var viewer = await desk.TokenAsync(Role.Viewer);

        foreach (var door in new[] { desk.Operators(null), desk.Edges(null) })
        {
            var health = await new Health.HealthClient(door).CheckAsync(new HealthCheckRequest(), cancellationToken: TestContext.Current.CancellationToken);
            Assert.Equal(HealthCheckResponse.Types.ServingStatus.Serving, health.Status);
        }

        Assert.Contains("frontdesk.admin.v1.Configuration", await ServicesAsync(desk.Operators(viewer)));
        var refused = await Assert.ThrowsAsync<RpcException>(() => ServicesAsync(desk.Operators(null)));
        Assert.Equal(StatusCode.Unauthenticated, refused.StatusCode);
    }

    [Fact]
    public async Task Each_call_is_logged_with_who_what_and_how_it_went()
    {
        await using var desk = await LocalDesk.StartAsync();

        await desk.ExportAsync();

        Assert.Contains("[1300] Operator admin called /frontdesk.admin.v1.Configuration/Export", desk.Log.Text, StringComparison.Ordinal);
    }

    private static async Task<List<string>> ServicesAsync(CallInvoker door)
    {
        using var call = new ServerReflection.ServerReflectionClient(door).ServerReflectionInfo(cancellationToken: TestContext.Current.CancellationToken);
        await Calls.WriteAsync(call, new ServerReflectionRequest { ListServices = "" });
        Assert.True(await call.ResponseStream.MoveNext(TestContext.Current.CancellationToken));
        return [.. call.ResponseStream.Current.ListServicesResponse.Service.Select(service => service.Name)];
    }

    private static async Task<X509Certificate2> ShownAsync(LocalDesk desk)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, desk.Server.OperatorAddress.Port, TestContext.Current.CancellationToken);
        await using var tls = new SslStream(client.GetStream());
        await tls.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions
            {
                TargetHost = "localhost",
                ApplicationProtocols = [SslApplicationProtocol.Http2],
                RemoteCertificateValidationCallback = (_, _, _, _) => true,
            },
            TestContext.Current.CancellationToken);
        return X509CertificateLoader.LoadCertificate(tls.RemoteCertificate!.GetRawCertData());
    }
}
