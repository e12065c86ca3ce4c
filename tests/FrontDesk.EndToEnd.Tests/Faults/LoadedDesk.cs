using System.Net;
using FrontDesk.Testing.Backends;
using FrontDesk.Testing.Desks;
using FrontDesk.Testing.Load;
using FrontDesk.Testing.Redis;

namespace FrontDesk.EndToEnd.Tests.Faults;

/// <summary>A desk under load: every edge serves numbered pages to two connections while the test does harm.</summary>
public sealed class LoadedDesk : IAsyncDisposable
{
    private const int ConnectionsPerEdge = 2;

    // Enough that what happened before has met the load.
    private const int Some = 40;
    private readonly HttpBackend _service;
    private LoadGenerator? _load;

    private LoadedDesk(HttpBackend service, TestDesk desk)
    {
        _service = service;
        Desk = desk;
        Pages = new Numbered(desk, service.Url);
    }

    /// <summary>The desk.</summary>
    public TestDesk Desk { get; }

    /// <summary>The pages.</summary>
    public Numbered Pages { get; }

    /// <summary>The load.</summary>
    public LoadGenerator Load => _load ?? throw new InvalidOperationException("The load is not started.");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>A desk without edges and load.</summary>
    /// <param name="redis">Its store; null: embedded.</param>
    /// <param name="store">Another way to it than the direct one.</param>
    /// <param name="service">Another address of this host than 127.0.0.1 for the service, where edges on other hosts reach it.</param>
    /// <param name="arguments">More arguments of the control plane.</param>
    public static async Task<LoadedDesk> StartAsync(RedisServer? redis = null, string? store = null, IPAddress? service = null, params string[] arguments) =>
        new(await HttpBackend.StartEchoAsync("service", service), await TestDesk.StartAsync(Stop, redis, store, arguments));

    /// <summary>A desk without edges and load, on a host whose clock is off.</summary>
    public static async Task<LoadedDesk> StartAsync(TimeSpan clockOff, RedisServer redis) =>
        new(await HttpBackend.StartEchoAsync("service"), await TestDesk.StartAsync(clockOff, redis, Stop));

    /// <summary>A desk with edges of this host, under load.</summary>
    public static async Task<LoadedDesk> StartAsync(int edges, RedisServer? redis = null, string? store = null)
    {
        var desk = await StartAsync(redis, store);
        for (var i = 1; i <= edges; i++)
        {
            await desk.Desk.AddEdgeAsync($"edge-{i}", Stop);
        }

        await desk.BeginAsync();
        return desk;
    }

    /// <summary>Serves the first page on every edge, and starts the load.</summary>
    public async Task BeginAsync()
    {
        await Pages.ServeAsync(Stop);
        _load = new LoadGenerator(Pages, [.. Desk.Edges.SelectMany(edge => Enumerable.Range(0, ConnectionsPerEdge), (edge, _) => Desk.Client(edge, HttpVersion.Version11))]);
        await LoadAsync();
    }

    /// <summary>Waits until the load has met what was done before.</summary>
    public Task LoadAsync() => Load.MoreAsync(Some, Stop);

    /// <summary>Waits until an edge serves the newest page.</summary>
    public Task ServesNewestAsync(TestEdge edge) => ServesAsync(edge, Pages.Wanted);

    /// <summary>Waits until an edge serves a page.</summary>
    public async Task ServesAsync(TestEdge edge, int number)
    {
        using var client = Desk.Client(edge);
        await Testing.Waiting.Eventually.TrueAsync(
            $"{edge.Name} to serve change {number}", async () => (await client.GetStringAsync(Pages.Page, Stop)).Contains($"\nhost: n{number}.test\n", StringComparison.Ordinal), Stop);
    }

    /// <summary>Fails the test unless every request under all that happened was answered rightly, and prints how many.</summary>
    public void Judge()
    {
        TestContext.Current.TestOutputHelper!.WriteLine(Load.Summary);
        Assert.Empty(Load.Faults);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_load is not null)
        {
            await _load.DisposeAsync();
        }

        await Desk.DisposeAsync();
        await _service.DisposeAsync();
    }
}
