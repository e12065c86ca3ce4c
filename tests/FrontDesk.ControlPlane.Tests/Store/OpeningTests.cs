using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using FrontDesk.ControlPlane.Storage;
using FrontDesk.ControlPlane.Store;
using FrontDesk.ControlPlane.Tests.Hosting;
using FrontDesk.ControlPlane.Tests.Revisions;
using FrontDesk.Testing.Files;
using FrontDesk.Testing.Networking;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace FrontDesk.ControlPlane.Tests.Store;

/// <summary>What a control plane looks at before it uses a store.</summary>
public sealed class OpeningTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, InlineData("allkeys-lru"), InlineData("volatile-ttl")]
    public async Task A_Redis_that_evicts_is_refused(string policy)
    {
        await using var host = await StoreHost.StartAsync(StoreHost.Redis, "--maxmemory-policy", policy);

        var refusal = await Assert.ThrowsAsync<StoreRefusedException>(() => host.OpenAsync());
        Assert.Contains($"maxmemory-policy {policy}", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("noeviction", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_Redis_without_an_append_only_file_is_warned_of()
    {
        await using var host = await StoreHost.StartAsync(StoreHost.Redis, "--appendonly", "no");
        using var log = new ListLog();
        await using var store = await ControlPlaneStore.OpenAsync(host.Options, log, TimeProvider.System, Token);

        Assert.Contains(log.Entries, entry => entry is (LogLevel.Warning, 1002, _));
    }

    [Fact]
    public async Task A_Redis_that_does_not_tell_its_policy_is_warned_of()
    {
        await using var host = await StoreHost.StartAsync(StoreHost.Redis, "--user", "desk", "on", ">secret", "~{frontdesk}:*", "&*", "+@all", "-info");
        using var log = new ListLog();
        var options = host.Options with { Store = $"redis://desk@127.0.0.1:{host.Server!.Port}", Password = "secret" };
        await using var store = await ControlPlaneStore.OpenAsync(options, log, TimeProvider.System, Token);

        Assert.Contains(log.Entries, entry => entry is (LogLevel.Warning, 1001, _));
    }

    [Fact]
    public async Task The_rights_that_the_documentation_names_suffice()
    {
        string[] user = ["--user", "desk", "on", ">secret", "~{frontdesk}:*", "&{frontdesk}:changed", "+@all", "-@dangerous", "+info"];
        await using var host = await StoreHost.StartAsync(StoreHost.Redis, user);
        using var log = new ListLog();
        var options = host.Options with { Store = $"redis://desk@127.0.0.1:{host.Server!.Port}", Password = "secret", PollInterval = TimeSpan.FromHours(1) };
        await using var store = await ControlPlaneStore.OpenAsync(options, log, TimeProvider.System, Token);
        var beside = options with { DataDirectory = Path.Combine(host.Directory, "other"), MasterKeyFile = Path.Combine(options.DataDirectory, "master.key") };
        await using var other = await ControlPlaneStore.OpenAsync(beside, log, TimeProvider.System, Token);

        await store.Desk.CommitAsync(Changes.Commit(0, Changes.Put(Changes.Service("a"))), Token);
        await other.Desk.WaitForRevisionAfterAsync(0, Token).WaitAsync(Patience.Ample, Token);
        await using var copy = new FileStream(Path.Combine(host.Directory, "copy"), FileMode.CreateNew, FileAccess.ReadWrite);
        Assert.Equal(1u, await new BackingUp(store.Connection, store.Key, store.Records, TimeProvider.System).WriteAsync(copy, Token));

        Assert.DoesNotContain(log.Entries, entry => entry.Level > LogLevel.Information);
    }

    [Fact]
    public async Task A_Redis_behind_TLS_is_verified_against_the_named_authority()
    {
        using var directory = new TempDirectory();
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=redis.test", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("redis.test");
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        var (chain, secret) = (directory.Write("chain.pem", certificate.ExportCertificatePem()), directory.Write("key.pem", key.ExportPkcs8PrivateKeyPem()));
        var port = FreePort.Next();
        await using var host = await StoreHost.StartAsync(
            StoreHost.Redis, "--tls-port", $"{port}", "--tls-cert-file", chain, "--tls-key-file", secret, "--tls-auth-clients", "no");

        var store = await host.OpenAsync(options => options with { Store = $"rediss://127.0.0.1:{port}?ca={chain}&tls-name=redis.test" });
        await store.PingAsync(Token);

        await Assert.ThrowsAsync<StoreUnavailableException>(() => host.OpenAsync(options => options with { Store = $"rediss://127.0.0.1:{port}?tls-name=redis.test" }));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => host.OpenAsync(options => options with { Store = $"rediss://127.0.0.1:{port}?ca={chain}&tls-name=other.test" }));
    }

    [Fact]
    public async Task A_wrong_password_and_a_server_that_is_not_there_are_told_apart_and_the_password_is_not_told()
    {
        await using var host = await StoreHost.StartAsync(StoreHost.Redis);

        var wrong = await Assert.ThrowsAsync<StoreUnavailableException>(() => host.OpenAsync(options => options with { Password = "hunter2hunter2" }));
        var absent = await Assert.ThrowsAsync<StoreUnavailableException>(() => host.OpenAsync(options => options with { Store = $"redis://127.0.0.1:{FreePort.Next()}" }));

        Assert.Contains("password", wrong.Message, StringComparison.Ordinal);
        Assert.Contains("cannot be reached", absent.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", wrong.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_Redis_that_is_full_says_so()
    {
        await using var host = await StoreHost.StartAsync(StoreHost.Redis, "--maxmemory", "1", "--maxmemory-policy", "noeviction");

        var full = await Assert.ThrowsAsync<StoreUnavailableException>(() => host.OpenAsync());
        Assert.Contains("out of memory", full.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_directory_is_for_one_control_plane()
    {
        await using var host = await StoreHost.StartAsync(StoreHost.Embedded);
        await using var store = await host.OpenAsync();

        var refusal = await Assert.ThrowsAsync<StoreRefusedException>(() => host.OpenAsync());
        Assert.Contains("another control plane is using", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_desks_live_in_two_databases_of_one_Redis()
    {
        await using var host = await StoreHost.StartAsync(StoreHost.Redis);
        await using var zero = await host.OpenAsync();
        await using var seven = await host.OpenAsync(options => options with { Store = options.Store + "/7" });

        await zero.Records.CreateAsync("nodes/a", new byte[] { 1 }, Token);

        Assert.Null(await seven.Records.GetAsync("nodes/a", Token));
    }

    [Fact]
    public async Task The_embedded_store_is_for_who_knows_its_password_and_says_nothing_when_all_is_well()
    {
        using var directory = new TempDirectory();
        using var log = new ListLog();
        for (var start = 0; start < 2; start++)
        {
            using var store = await EmbeddedStore.StartAsync(directory.Path, new EmbeddedStoreLimits(), log);
            var withoutPassword = new ConfigurationOptions { EndPoints = { store.Address.EndPoints[0] }, ConnectTimeout = 500, ConnectRetry = 1 };
            await Assert.ThrowsAnyAsync<RedisException>(() => ConnectionMultiplexer.ConnectAsync(withoutPassword));

            await using var owner = await ConnectionMultiplexer.ConnectAsync(store.Address);
            Assert.True(await owner.GetDatabase().StringSetAsync("x", "y"));
        }

        Assert.Empty(log.Entries);
    }
}
