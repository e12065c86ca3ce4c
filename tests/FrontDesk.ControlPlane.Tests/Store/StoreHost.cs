using FrontDesk.ControlPlane.Keys;
using FrontDesk.ControlPlane.Revisions;
using FrontDesk.ControlPlane.Store;
using FrontDesk.Testing.Files;
using FrontDesk.Testing.Redis;
using Microsoft.Extensions.Logging.Abstractions;

namespace FrontDesk.ControlPlane.Tests.Store;

/// <summary>A store of a test's own, on either kind of server; it can be opened again and again.</summary>
internal sealed class StoreHost : IAsyncDisposable
{
    public const string Embedded = "embedded";
    public const string Redis = "redis";

    private readonly TempDirectory _directory = new();
    private readonly List<ControlPlaneStore> _open = [];

    private StoreHost(RedisServer? redis) => Server = redis;

    /// <summary>The Redis; null for the embedded store.</summary>
    public RedisServer? Server { get; }

    public string Directory => _directory.Path;

    public StoreOptions Options => new()
    {
        DataDirectory = _directory["controlplane"],
        Store = Server?.Url ?? Embedded,
        Password = Server?.Password,
        PollInterval = TimeSpan.FromMilliseconds(50),

        // No test but those of outages is about a store that is slow.
        OperationTimeout = TimeSpan.FromSeconds(30),
    };

    public static async Task<StoreHost> StartAsync(string kind, params string[] arguments) =>
        new(kind == Redis ? await RedisServer.StartAsync(TestContext.Current.CancellationToken, arguments) : null);

    /// <summary>Opens the store: in the first data directory, or, where that is another open control plane's, in one of its own with the same master key.</summary>
    public async Task<ControlPlaneStore> OpenAsync(Func<StoreOptions, StoreOptions>? change = null)
    {
        for (var number = 1; ; number++)
        {
            var options = number == 1 ? Options : Options with { DataDirectory = _directory[$"controlplane-{number}"], MasterKeyFile = Path.Combine(Options.DataDirectory, "master.key") };
            try
            {
                var store = await ControlPlaneStore.OpenAsync(change is null ? options : change(options), NullLoggerFactory.Instance, TimeProvider.System, TestContext.Current.CancellationToken);
                _open.Add(store);
                return store;
            }
            catch (StoreRefusedException taken) when (Server is not null && taken.Message.Contains("another control plane is using", StringComparison.Ordinal))
            {
                // The next directory is another control plane's.
            }
        }
    }

    /// <summary>A connection to the Redis, without a control plane around it.</summary>
    public async Task<StoreConnection> ConnectAsync(StepHook? step)
    {
        var address = StoreAddress.Parse(Server!.Url, Server.Password);
        address.AllowAdmin = true;
        address.ConnectTimeout = address.AsyncTimeout = address.SyncTimeout = (int)Options.OperationTimeout.TotalMilliseconds;
        return await StoreConnection.ConnectAsync(address, step, TestContext.Current.CancellationToken);
    }

    /// <summary>The key of this host's store.</summary>
    public async Task<StoreKey> KeyAsync(StoreConnection connection) =>
        (await StoreKey.OpenAsync(connection, _directory["controlplane/master.key"], TestContext.Current.CancellationToken)).Key;

    /// <summary>The master key of this host.</summary>
    public async Task<MasterKey> MasterKeyAsync() => (await MasterKeyFile.ReadAsync(_directory["controlplane/master.key"], TestContext.Current.CancellationToken))!;

    /// <summary>A desk with nothing around it: it hears of others only when it is told to look.</summary>
    public async Task<Desk> OpenDeskAsync(StoreConnection connection) => await Desk.OpenAsync(connection, await KeyAsync(connection), TimeProvider.System);

    public async ValueTask DisposeAsync()
    {
        foreach (var store in _open)
        {
            await store.DisposeAsync();
        }

        if (Server is not null)
        {
            await Server.DisposeAsync();
        }

        _directory.Dispose();
    }
}
