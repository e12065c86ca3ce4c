using System.Security.Cryptography.X509Certificates;
using System.Text;
using FrontDesk.Admin.V1;
using FrontDesk.Config.V1;
using FrontDesk.ControlPlane.Certificates;
using FrontDesk.ControlPlane.Identity;
using FrontDesk.ControlPlane.Records;
using FrontDesk.ControlPlane.Tests.Admin;
using FrontDesk.ControlPlane.Tests.Hosting;
using FrontDesk.ControlPlane.Tests.Publishing;
using FrontDesk.ControlPlane.Tests.Revisions;
using FrontDesk.Edge.V1;
using Google.Protobuf;
using Grpc.Core;

namespace FrontDesk.ControlPlane.Tests.Certificates;

public sealed class SiteCertificateTests
{
    [Fact]
    public async Task A_key_becomes_a_secret_that_no_answer_history_or_log_shows()
    {
        await using var desk = await LocalDesk.StartAsync();
        var (sent, key) = Uploaded("shop");

        var answers = await desk.ApplyAsync(sent);
        await desk.ApplyAsync(Uploaded("shop").Certificate);

        using var shown = desk.Configuration.Show(new ShowRequest { Revision = 1 }, cancellationToken: TestContext.Current.CancellationToken);
        var parts = await shown.ResponseStream.ReadAllAsync(TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);
        var exported = await desk.ExportAsync(1);
        var said = string.Join('\n', [.. answers.Differences.Select(one => one.ToString()), .. parts.Select(one => one.ToString()), .. exported.Select(one => one.ToString()), desk.Log.Text]);
        Assert.DoesNotContain("PRIVATE KEY", said, StringComparison.Ordinal);
        Assert.DoesNotContain(key[40..80], said, StringComparison.Ordinal);
        Assert.DoesNotContain(Convert.ToBase64String(Encoding.ASCII.GetBytes(key))[40..80], said, StringComparison.Ordinal);
        Assert.Equal(new CertificatePair { Secret = "certificates/shop", Version = 1 }, Assert.Single(exported).Certificate.Pair);
    }

    [Fact]
    public async Task The_same_key_again_changes_nothing_and_another_one_is_a_new_version()
    {
        await using var desk = await LocalDesk.StartAsync();
        var (sent, _) = Uploaded("shop");
        await desk.ApplyAsync(sent);

        Assert.False((await desk.ApplyAsync(sent)).Result.Committed);
        await desk.ApplyAsync(Uploaded("shop").Certificate);

        Assert.Equal(2u, Assert.Single(await desk.ExportAsync()).Certificate.Pair.Version);
    }

    [Fact]
    public async Task A_reference_means_keep_and_a_rollback_revives_no_old_key()
    {
        await using var desk = await LocalDesk.StartAsync();
        await desk.ApplyAsync(Uploaded("shop").Certificate);
        var export = await desk.ExportAsync();
        await desk.ApplyAsync(Uploaded("shop").Certificate);

        var kept = await desk.ApplyAsync([.. export]);
        await desk.ApplyAsync(Changes.Service("a"));
        await desk.RollbackAsync(1);

        Assert.False(kept.Result.Committed);
        Assert.Equal(2u, Assert.Single(await desk.ExportAsync()).Certificate.Pair.Version);
    }

    [Fact]
    public async Task A_reference_to_what_is_not_stored_is_refused()
    {
        await using var desk = await LocalDesk.StartAsync();
        var referring = new Resource
        {
            Name = "shop",
            Certificate = new CertificateConfig { Names = { "shop.example.com" }, Pair = new CertificatePair { Secret = "certificates/shop" } },
        };

        var answers = await desk.ApplyAsync(referring);

        Assert.Equal(StatusCode.InvalidArgument, answers.Failure?.StatusCode);
    }

    [Fact]
    public async Task A_key_that_does_not_fit_is_refused_and_not_kept()
    {
        await using var desk = await LocalDesk.StartAsync();
        var sent = Uploaded("shop").Certificate;
        sent.Certificate.Pair.Key = ByteString.CopyFrom(Encoding.ASCII.GetBytes(Uploaded("shop").Key));

        var answers = await desk.ApplyAsync(sent);

        Assert.Equal(StatusCode.InvalidArgument, answers.Failure?.StatusCode);
        Assert.Equal(0u, desk.Get<SecretStore>().NewestVersion("certificates/shop"));
    }

    [Fact]
    public async Task An_edge_fetches_the_secrets_of_its_group_and_no_others()
    {
        await using var desk = await LocalDesk.StartAsync();
        var (sent, key) = Uploaded("eu");
        sent.Groups.Add("eu");
        await desk.ApplyAsync(sent);
        using var eu = await ScriptedEdge.EnrolAsync(desk, "e1", "eu");
        using var us = await ScriptedEdge.EnrolAsync(desk, "e2", "us");

        var secrets = await SecretsAsync(eu, "certificates/eu");
        var refused = await Assert.ThrowsAsync<RpcException>(() => SecretsAsync(us, "certificates/eu"));
        var system = await Assert.ThrowsAsync<RpcException>(() => SecretsAsync(eu, "system/authority"));

        Assert.Equal(key, Assert.Single(secrets).Certificate.Key.ToStringUtf8());
        Assert.Equal((StatusCode.NotFound, StatusCode.NotFound), (refused.StatusCode, system.StatusCode));
    }

    [Fact]
    public async Task An_internal_certificate_is_there_when_its_revision_is()
    {
        await using var desk = await LocalDesk.StartAsync();
        await desk.ApplyAsync(Internal("shop", "shop.example.com"));
        using var edge = await ScriptedEdge.EnrolAsync(desk, "e1");
        await edge.ConnectAsync();

        var announced = (await edge.SnapshotAsync()).SelectMany(chunk => chunk.Secrets).Single();
        var secret = (await SecretsAsync(edge, announced.Secret)).Single();

        Assert.Equal(1u, announced.Version);
        using var certificate = X509Certificate2.CreateFromPem(secret.Certificate.Chain.ToStringUtf8(), secret.Certificate.Key.ToStringUtf8());
        Assert.True(certificate.MatchesHostname("shop.example.com"));
        Assert.Equal(desk.Authority.Subject, certificate.Issuer);
    }

    [Fact]
    public async Task An_internal_certificate_is_renewed_at_two_thirds_of_its_life()
    {
        var time = new ManualTime();
        await using var desk = await LocalDesk.StartAsync(time);
        await desk.ApplyAsync(Internal("shop", "shop.example.com"));
        var secrets = desk.Get<SecretStore>();
        var renewed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        secrets.Changed += _ => renewed.TrySetResult();

        // The loop looks once a day at least. Time goes on when it has looked and waits again.
        for (var day = 0; day < 59; day++)
        {
            await time.ArmedAsync(TimeSpan.FromDays(1));
            time.Advance(TimeSpan.FromDays(1));
        }

        await time.ArmedAsync(TimeSpan.FromDays(1));
        Assert.Equal(1u, secrets.NewestVersion("certificates/shop"));
        time.Advance(TimeSpan.FromDays(1));
        await renewed.Task.WaitAsync(Patience.Ample, TestContext.Current.CancellationToken);

        Assert.Equal(2u, secrets.NewestVersion("certificates/shop"));
    }

    [Fact]
    public async Task A_newer_version_of_a_secret_is_told_to_the_edges_that_use_it()
    {
        await using var desk = await LocalDesk.StartAsync();
        await desk.ApplyAsync(Internal("shop", "shop.example.com"));
        using var edge = await ScriptedEdge.EnrolAsync(desk, "e1");
        await edge.ConnectAsync();
        await edge.SnapshotAsync();
        await edge.AckAsync();
        Assert.Equal(1u, (await edge.NextAsync()).SecretsChanged.Secrets.Single().Version);

        await desk.Get<InternalIssuing>().TryIssueAsync("shop", ["shop.example.com"], TestContext.Current.CancellationToken);

        Assert.Equal(2u, (await edge.NextAsync()).SecretsChanged.Secrets.Single().Version);
    }

    [Fact]
    public async Task Other_names_are_another_certificate()
    {
        await using var desk = await LocalDesk.StartAsync();
        await desk.ApplyAsync(Internal("shop", "shop.example.com"));
        await desk.ApplyAsync(Internal("shop", "shop.example.com", "www.example.com"));
        using var edge = await ScriptedEdge.EnrolAsync(desk, "e1");

        var secret = (await SecretsAsync(edge, "certificates/shop")).Single();

        using var certificate = X509Certificate2.CreateFromPem(secret.Certificate.Chain.ToStringUtf8());
        Assert.True(certificate.MatchesHostname("www.example.com"));
    }

    private static Resource Internal(string name, params string[] names) =>
        new() { Name = name, Certificate = new CertificateConfig { Names = { names }, Internal = new InternalIssuer() } };

    private static (Resource Certificate, string Key) Uploaded(string name)
    {
        using var authority = new CertificateAuthority(CertificateAuthority.CreateSelfSigned(TimeProvider.System), TimeProvider.System);
        using var certificate = authority.IssueSite([$"{name}.example.com"]);
        using var key = certificate.GetECDsaPrivateKey()!;
        var pem = key.ExportPkcs8PrivateKeyPem();
        var pair = new CertificatePair { Chain = ByteString.CopyFromUtf8(certificate.ExportCertificatePem()), Key = ByteString.CopyFromUtf8(pem) };
        return (new Resource { Name = name, Certificate = new CertificateConfig { Names = { $"{name}.example.com" }, Pair = pair } }, pem);
    }

    private static async Task<List<GetSecretsResponse>> SecretsAsync(ScriptedEdge edge, string secret)
    {
        using var call = edge.Client.GetSecrets(
            new GetSecretsRequest { Secrets = { new SecretVersion { Secret = secret } } }, cancellationToken: TestContext.Current.CancellationToken);
        return await call.ResponseStream.ReadAllAsync(TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);
    }
}
