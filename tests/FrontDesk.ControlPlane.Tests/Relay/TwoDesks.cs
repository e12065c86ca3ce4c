using FrontDesk.ControlPlane.Hosting;
using FrontDesk.ControlPlane.Publishing;
using FrontDesk.ControlPlane.Tests.Hosting;
using FrontDesk.Testing.Redis;

namespace FrontDesk.ControlPlane.Tests.Relay;

/// <summary>Two control planes over one real Redis, in this process.</summary>
internal sealed class TwoDesks : IAsyncDisposable
{
    private readonly RedisServer _redis;

    private TwoDesks(RedisServer redis, LocalDesk a, LocalDesk b) => (_redis, A, B) = (redis, a, b);

    public LocalDesk A { get; }

    public LocalDesk B { get; }

    /// <summary>Starts them one after the other; the second gets the first one's master key, as an operator would copy it.</summary>
    public static Task<TwoDesks> StartAsync(Func<ControlPlaneOptions, ControlPlaneOptions>? with = null) => StartAsync(TimeProvider.System, TimeProvider.System, with);

    /// <summary>The same on a clock each.</summary>
    public static async Task<TwoDesks> StartAsync(TimeProvider first, TimeProvider second, Func<ControlPlaneOptions, ControlPlaneOptions>? with = null)
    {
        var redis = await RedisServer.StartAsync(TestContext.Current.CancellationToken);
        var publishing = new PublishingOptions { MissedBeats = 100 };
        var a = await LocalDesk.StartAsync(first, publishing, redis: redis, with: with);
        var b = await LocalDesk.StartAsync(second, publishing, redis: redis, with: options =>
            (with?.Invoke(options) ?? options) with { MasterKeyFile = Path.Combine(a.Directory, "master.key") });
        return new TwoDesks(redis, a, b);
    }

    public async ValueTask DisposeAsync()
    {
        await A.DisposeAsync();
        await B.DisposeAsync();
        await _redis.DisposeAsync();
    }
}
