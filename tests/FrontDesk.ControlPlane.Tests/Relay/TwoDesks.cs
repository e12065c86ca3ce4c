using FrontDesk.ControlPlane.Hosting;
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
    public static async Task<TwoDesks> StartAsync(Func<ControlPlaneOptions, ControlPlaneOptions>? with = null)
    {
        var redis = await RedisServer.StartAsync(TestContext.Current.CancellationToken);
        var a = await LocalDesk.StartAsync(redis: redis, with: with);
        var b = await LocalDesk.StartAsync(redis: redis, with: options =>
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
