using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using FrontDesk.ControlPlane.Identity;
using FrontDesk.ControlPlane.Tests.Hosting;
using FrontDesk.ControlPlane.Tests.Publishing;
using FrontDesk.Edge.V1;
using Google.Protobuf;
using Grpc.Core;

namespace FrontDesk.ControlPlane.Tests.Identity;

public sealed class EnrolmentTests
{
    [Fact]
    public async Task A_join_token_becomes_a_certificate_for_that_node_alone()
    {
        await using var desk = await LocalDesk.StartAsync();

        using var edge = await ScriptedEdge.EnrolAsync(desk, "e1", "eu");

        Assert.Equal("e1", NodeNames.NodeOf(edge.Certificate));
        var usage = edge.Certificate.Extensions.OfType<X509EnhancedKeyUsageExtension>().Single().EnhancedKeyUsages;
        Assert.Equal("1.3.6.1.5.5.7.3.2", Assert.Single(usage.Cast<Oid>()).Value);
        Assert.Equal("eu", (await edge.ConnectAsync()).Group);
    }

    [Theory]
    [InlineData("")]
    [InlineData("fdj_")]
    [InlineData("fdo_0123456789abcdef_0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef")]
    [InlineData("fdj_0123456789abcdef_0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef_00")]
    public async Task A_wrong_token_admits_nobody(string token)
    {
        await using var desk = await LocalDesk.StartAsync();

        var refused = await Assert.ThrowsAsync<RpcException>(() => ScriptedEdge.EnrolAsync(desk, "e1", token: token));

        Assert.Equal(StatusCode.Unauthenticated, refused.StatusCode);
    }

    [Fact]
    public async Task A_token_with_another_secret_admits_nobody()
    {
        await using var desk = await LocalDesk.StartAsync();
        var parts = (await desk.JoinTokenAsync()).Split('_');
        var wrong = $"{parts[0]}_{parts[1]}_{new string('0', 64)}_{parts[3]}";

        var refused = await Assert.ThrowsAsync<RpcException>(() => ScriptedEdge.EnrolAsync(desk, "e1", token: wrong));

        Assert.Equal(StatusCode.Unauthenticated, refused.StatusCode);
        Assert.DoesNotContain(new string('0', 64), desk.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_admits_as_many_edges_as_it_says_even_when_they_come_at_once()
    {
        await using var desk = await LocalDesk.StartAsync();
        var token = await desk.JoinTokenAsync(uses: 3);

        var tries = Enumerable.Range(0, 8).Select(number => TryEnrolAsync(desk, $"e{number}", token));

        Assert.Equal(3, (await Task.WhenAll(tries)).Count(code => code == StatusCode.OK));
        var nodes = await desk.Fleet.ListNodesAsync(new(), cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(3, nodes.Nodes.Count);
    }

    [Fact]
    public async Task A_mistake_uses_up_no_token()
    {
        await using var desk = await LocalDesk.StartAsync();
        var token = await desk.JoinTokenAsync();
        await Assert.ThrowsAsync<RpcException>(() => ScriptedEdge.EnrolAsync(desk, "no such/name", token: token));

        using var edge = await ScriptedEdge.EnrolAsync(desk, "e1", token: token);

        Assert.NotNull(edge.Certificate);
    }

    [Fact]
    public async Task An_expired_token_admits_nobody()
    {
        var time = new ManualTime();
        await using var desk = await LocalDesk.StartAsync(time);
        var token = await desk.JoinTokenAsync();
        time.Advance(TimeSpan.FromHours(1));

        var refused = await Assert.ThrowsAsync<RpcException>(() => ScriptedEdge.EnrolAsync(desk, "e1", token: token));

        Assert.Equal(StatusCode.Unauthenticated, refused.StatusCode);
        Assert.Contains("expired", refused.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_that_a_connected_edge_has_is_taken()
    {
        await using var desk = await LocalDesk.StartAsync();
        using var edge = await ScriptedEdge.EnrolAsync(desk, "e1");
        await edge.ConnectAsync();

        var refused = await Assert.ThrowsAsync<RpcException>(() => ScriptedEdge.EnrolAsync(desk, "e1"));

        Assert.Equal(StatusCode.AlreadyExists, refused.StatusCode);
    }

    [Fact]
    public async Task A_node_that_enrols_again_leaves_its_old_certificate_worthless()
    {
        await using var desk = await LocalDesk.StartAsync();
        using var before = await ScriptedEdge.EnrolAsync(desk, "e1");
        using var now = await ScriptedEdge.EnrolAsync(desk, "e1");

        await before.OpenAsync();

        Assert.Equal(StatusCode.PermissionDenied, await before.EndAsync());
        await now.ConnectAsync();
    }

    [Fact]
    public async Task A_token_leads_into_its_own_group_only()
    {
        await using var desk = await LocalDesk.StartAsync();
        var (request, key) = ScriptedEdge.Request();
        using var _ = key;
        var asked = new EnrolRequest { Token = await desk.JoinTokenAsync("eu"), Name = "e1", Group = "us", CertificateRequest = request };

        var refused = await Assert.ThrowsAsync<RpcException>(() => new Enrolment.EnrolmentClient(desk.Edges(null))
            .EnrolAsync(asked, cancellationToken: TestContext.Current.CancellationToken).ResponseAsync);

        Assert.Equal(StatusCode.InvalidArgument, refused.StatusCode);
    }

    [Fact]
    public async Task A_request_of_another_sort_of_key_is_refused()
    {
        await using var desk = await LocalDesk.StartAsync();
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=e1", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSigningRequest();
        var asked = new EnrolRequest { Token = await desk.JoinTokenAsync(), Name = "e1", CertificateRequest = ByteString.CopyFrom(request) };

        var refused = await Assert.ThrowsAsync<RpcException>(() => new Enrolment.EnrolmentClient(desk.Edges(null))
            .EnrolAsync(asked, cancellationToken: TestContext.Current.CancellationToken).ResponseAsync);

        Assert.Equal(StatusCode.InvalidArgument, refused.StatusCode);
    }

    [Fact]
    public async Task A_certificate_of_a_foreign_authority_is_nobodys()
    {
        await using var desk = await LocalDesk.StartAsync();
        using var known = await ScriptedEdge.EnrolAsync(desk, "e1");
        using var foreign = new CertificateAuthority(CertificateAuthority.CreateSelfSigned(TimeProvider.System), TimeProvider.System);
        var (request, key) = ScriptedEdge.Request();
        using var certificate = foreign.IssueNode(request.ToByteArray(), "e1").CopyWithPrivateKey(key);

        using var call = new Sync.SyncClient(desk.Edges(certificate)).Connect(cancellationToken: TestContext.Current.CancellationToken);
        var refused = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext(TestContext.Current.CancellationToken));

        Assert.Equal(StatusCode.PermissionDenied, refused.StatusCode);
    }

    [Fact]
    public async Task The_certificate_of_a_site_is_no_nodes()
    {
        await using var desk = await LocalDesk.StartAsync();
        using var certificate = desk.Get<CertificateAuthority>().IssueSite(["shop.example.com"]);

        using var call = new Sync.SyncClient(desk.Edges(certificate)).Connect(cancellationToken: TestContext.Current.CancellationToken);
        var refused = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext(TestContext.Current.CancellationToken));

        Assert.Equal(StatusCode.PermissionDenied, refused.StatusCode);
    }

    [Fact]
    public async Task A_renewed_certificate_is_good_and_so_is_the_one_before_it_should_the_answer_be_lost()
    {
        await using var desk = await LocalDesk.StartAsync();
        using var edge = await ScriptedEdge.EnrolAsync(desk, "e1");
        using var unaware = edge.Copy();

        await edge.RenewAsync();

        await edge.ConnectAsync();
        await unaware.RenewAsync();
        await unaware.ConnectAsync();
    }

    [Theory]
    [InlineData(2, StatusCode.OK)]
    [InlineData(30, StatusCode.OK)]
    [InlineData(32, StatusCode.PermissionDenied)]
    public async Task A_lapsed_certificate_renews_itself_for_thirty_days(int days, StatusCode expected)
    {
        var time = new ManualTime();
        await using var desk = await LocalDesk.StartAsync(time);
        using var edge = await ScriptedEdge.EnrolAsync(desk, "e1");
        time.Advance(TimeSpan.FromDays(days));

        await edge.OpenAsync();
        Assert.Equal(days < 32 ? StatusCode.Unauthenticated : StatusCode.PermissionDenied, await edge.EndAsync());

        var code = await Attempt(edge.RenewAsync);
        Assert.Equal(expected, code);
    }

    [Fact]
    public async Task A_stranger_learns_the_authority_and_can_check_it_by_the_tokens_fingerprint()
    {
        await using var desk = await LocalDesk.StartAsync();
        var fingerprint = (await desk.JoinTokenAsync()).Split('_')[3];

        foreach (var door in new[] { desk.Edges(null), desk.Operators(null) })
        {
            var authority = await new Trust.TrustClient(door).GetAuthorityAsync(new(), cancellationToken: TestContext.Current.CancellationToken);
            Assert.Equal(fingerprint, Convert.ToHexStringLower(SHA256.HashData(authority.Certificate.Span)));
        }
    }

    private static async Task<StatusCode> TryEnrolAsync(LocalDesk desk, string name, string token) =>
        await Attempt(async () => (await ScriptedEdge.EnrolAsync(desk, name, token: token)).Dispose());

    private static async Task<StatusCode> Attempt(Func<Task> call)
    {
        try
        {
            await call();
            return StatusCode.OK;
        }
        catch (RpcException refused)
        {
            return refused.StatusCode;
        }
    }
}
