using System.Diagnostics;
using FrontDesk.ControlPlane.Keys;
using FrontDesk.ControlPlane.Leases;
using FrontDesk.ControlPlane.Records;
using FrontDesk.ControlPlane.Revisions;
using StackExchange.Redis;

namespace FrontDesk.ControlPlane.Store;

/// <summary>An open store, and what lives in it. Disposing it stops the background work and, where it is embedded, the server.</summary>
internal sealed class ControlPlaneStore : IAsyncDisposable
{
    private readonly EmbeddedStore? _embedded;
    private readonly StoreConnection _connection;
    private readonly StoreWatch _watch;
    private bool _disposed;

    private ControlPlaneStore(
        EmbeddedStore? embedded, StoreConnection connection, MasterKey masterKey, Desk desk, RecordStore records, SecretStore secrets, LeaseTable leases, StoreWatch watch)
    {
        (_embedded, _connection, _watch, Leases) = (embedded, connection, watch, leases);
        (MasterKey, Desk, Records, Secrets) = (masterKey, desk, records, secrets);
    }

    /// <summary>The configuration and its history.</summary>
    public Desk Desk { get; }

    /// <summary>The operational facts.</summary>
    public RecordStore Records { get; }

    /// <summary>The facts that nobody else may read.</summary>
    public SecretStore Secrets { get; }

    /// <summary>The right to work that only one control plane does at a time.</summary>
    public LeaseTable Leases { get; }

    /// <summary>The key under which they are encrypted.</summary>
    public MasterKey MasterKey { get; }

    /// <summary>Opens the store: starts or connects it, checks its keys and settings, and replays the history.</summary>
    /// <exception cref="StoreUnavailableException">It cannot be reached.</exception>
    /// <exception cref="StoreRefusedException">It must not be used; the message says why and what to do.</exception>
    public static async Task<ControlPlaneStore> OpenAsync(StoreOptions options, ILoggerFactory loggers, TimeProvider clock, CancellationToken cancellationToken)
    {
        var logger = loggers.CreateLogger<ControlPlaneStore>();
        var started = Stopwatch.GetTimestamp();
        Directory.CreateDirectory(options.DataDirectory);

        EmbeddedStore? embedded = null;
        StoreConnection? connection = null;
        try
        {
            // 1. The server.
            embedded = options.IsEmbedded ? await EmbeddedStore.StartAsync(Path.Combine(options.DataDirectory, "store"), options.EmbeddedLimits, loggers) : null;
            connection = await StoreConnection.ConnectAsync(Configure(embedded?.Address ?? StoreAddress.Parse(options.Store, options.Password), options), options.Step, cancellationToken);
            if (embedded is null)
            {
                await RedisSettings.CheckAsync(connection, logger);
            }

            // 2. The keys.
            var keyFile = options.MasterKeyFile ?? Path.Combine(options.DataDirectory, "master.key");
            var (masterKey, storeKey) = await StoreKey.OpenAsync(connection, keyFile, cancellationToken);
            if (MasterKeyFile.IsReadableByOthers(keyFile))
            {
                StoreLog.KeyFileReadable(logger, keyFile);
            }

            // 3. What is in it.
            var folders = new FolderWatch(connection);
            var records = new RecordStore(connection, folders);
            var secrets = new SecretStore(records, masterKey);
            await secrets.RefreshAsync();
            var desk = await Desk.OpenAsync(connection, storeKey, clock);
            var compaction = new Compaction(desk, new SnapshotStore(connection, storeKey), options.KeepRevisions);
            StoreLog.Opened(logger, embedded is null ? "Redis" : "embedded", desk.Current.Head.Revision, desk.Current.Count, (long)Stopwatch.GetElapsedTime(started).TotalMilliseconds);

            // 4. What others do with it.
            var leases = new LeaseTable(embedded is null ? connection : null, options.Leases, clock, logger);
            var watch = await StoreWatch.StartAsync(connection, desk, folders, secrets, compaction, leases.Of("compaction"), options.PollInterval, clock, logger);
            return new ControlPlaneStore(embedded, connection, masterKey, desk, records, secrets, leases, watch);
        }
        catch
        {
            if (connection is not null)
            {
                await connection.DisposeAsync();
            }

            embedded?.Dispose();
            throw;
        }
    }

    /// <summary>Whether the store answers now: completes, or throws.</summary>
    /// <exception cref="StoreUnavailableException">It does not.</exception>
    public async Task PingAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await _connection.PingAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, true))
        {
            return;
        }

        await _watch.DisposeAsync();
        await _connection.DisposeAsync();
        _embedded?.Dispose();
    }

    private static ConfigurationOptions Configure(ConfigurationOptions address, StoreOptions options)
    {
        address.ClientName = "frontdesk-controlplane";

        // For INFO only, which the client counts among the administrator's commands.
        address.AllowAdmin = true;

        // No channel of the client's own: the user needs no rights to it.
        address.ConfigurationChannel = "";
        address.AbortOnConnectFail = true;
        address.ConnectRetry = 1;
        address.ConnectTimeout = (int)options.OperationTimeout.TotalMilliseconds;
        address.AsyncTimeout = (int)options.OperationTimeout.TotalMilliseconds;
        address.SyncTimeout = (int)options.OperationTimeout.TotalMilliseconds;
        address.IncludeDetailInExceptions = false;
        return address;
    }
}
