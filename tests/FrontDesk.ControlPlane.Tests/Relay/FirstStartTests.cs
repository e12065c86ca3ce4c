using FrontDesk.ControlPlane.Hosting;
using FrontDesk.ControlPlane.Identity;
using FrontDesk.ControlPlane.Tests.Hosting;
using FrontDesk.Testing.Files;
using FrontDesk.Testing.Redis;

namespace FrontDesk.ControlPlane.Tests.Relay;

/// <summary>What is made once, however many control planes make it at the same instant.</summary>
public sealed class FirstStartTests
{
    [Fact]
    public async Task Control_planes_that_start_at_once_on_an_empty_Redis_have_one_authority_and_one_history()
    {
        await using var redis = await RedisServer.StartAsync(TestContext.Current.CancellationToken);
        using var shared = new TempDirectory();
        var key = shared["master.key"];
        await File.WriteAllTextAsync(key, Convert.ToHexStringLower(new byte[32]) + "\n", TestContext.Current.CancellationToken);

        var desks = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => LocalDesk.StartAsync(redis: redis, with: options => options with { MasterKeyFile = key }))));

        Assert.Single(desks.Select(desk => Convert.ToHexString(desk.Get<CertificateAuthority>().Certificate.RawData)).Distinct());
        Assert.Single(desks.Select(desk => Convert.ToHexString(desk.Get<ControlPlane.Revisions.Desk>().Current.Head.Chain)).Distinct());
        foreach (var desk in desks)
        {
            await desk.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_control_plane_with_another_master_key_is_refused_with_a_sentence()
    {
        await using var redis = await RedisServer.StartAsync(TestContext.Current.CancellationToken);
        await using var desk = await LocalDesk.StartAsync(redis: redis);

        var refused = await Assert.ThrowsAsync<StartRefusedException>(() => LocalDesk.StartAsync(redis: redis));

        Assert.Contains("this store was made with the master key", refused.Message, StringComparison.Ordinal);
    }
}
