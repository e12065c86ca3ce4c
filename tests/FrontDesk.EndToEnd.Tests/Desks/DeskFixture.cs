using FrontDesk.Testing.Backends;
using FrontDesk.Testing.Desks;
using FrontDesk.Testing.Redis;

namespace FrontDesk.EndToEnd.Tests.Desks;

/// <summary>A desk with two edges, an http and an https listener and two services, shared by the tests of a class.</summary>
public abstract class DeskFixture(bool onRedis) : IAsyncLifetime
{
    private RedisServer? _redis;

    /// <summary>The desk.</summary>
    public TestDesk Desk { get; private set; } = null!;

    /// <summary>A service that tells what it was asked.</summary>
    public HttpBackend Shop { get; private set; } = null!;

    /// <summary>Another.</summary>
    public HttpBackend Api { get; private set; } = null!;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        Shop = await HttpBackend.StartEchoAsync("shop");
        Api = await HttpBackend.StartEchoAsync("api");
        _redis = onRedis ? await RedisServer.StartAsync(cancellationToken) : null;
        Desk = await TestDesk.StartAsync(cancellationToken, _redis);
        await Desk.AddEdgeAsync("edge-1", cancellationToken);
        await Desk.AddEdgeAsync("edge-2", cancellationToken);
        await Desk.ApplyAsync(Desk.Listeners(), cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Desk is not null)
        {
            await Desk.DisposeAsync();
        }

        if (_redis is not null)
        {
            await _redis.DisposeAsync();
        }

        await Shop.DisposeAsync();
        await Api.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}

/// <summary>A desk on the embedded store.</summary>
public sealed class EmbeddedDesk() : DeskFixture(onRedis: false);

/// <summary>A desk on a real redis-server.</summary>
public sealed class RedisDesk() : DeskFixture(onRedis: true);
