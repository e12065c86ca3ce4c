using System.Diagnostics;
using FrontDesk.ControlPlane.Audit;
using FrontDesk.ControlPlane.Journal;
using FrontDesk.ControlPlane.Keys;
using FrontDesk.ControlPlane.Leases;
using FrontDesk.ControlPlane.Records;
using FrontDesk.ControlPlane.Revisions;
using FrontDesk.ControlPlane.Storage;
using StackExchange.Redis;

namespace FrontDesk.ControlPlane.Store;

/// <summary>An open store, and what lives in it. Disposing it stops the background work and, where it is embedded, the server.</summary>
internal sealed class ControlPlaneStore : IAsyncDisposable
{
    private readonly EmbeddedStore? _embedded;
    private readonly StoreConnection _connection;
    private readonly RevisionJournal _journal;
    private readonly StoreWatch _watch;
    private bool _disposed;

    private ControlPlaneStore(
        EmbeddedStore? embedded,
        StoreConnection connection,
        RevisionJournal journal,
        MasterKey masterKey,
        StoreKey key,
        Desk desk,
        RecordStore records,
        SecretStore secrets,
        LeaseTable leases,
        AuditLog audit,
        StoreWatch watch)
    {
        (_embedded, _connection, _journal, _watch, Key, Leases) = (embedded, connection, journal, watch, key, leases);
        Audit = audit;
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

    /// <summary>Who did what.</summary>
    public AuditLog Audit { get; }

    /// <summary>The way to the server.</summary>
    public StoreConnection Connection => _connection;

    /// <summary>The key of chains, snapshots and backups.</summary>
    public StoreKey Key { get; }

    /// <summary>The embedded store's directory; null for a Redis.</summary>
    public string? EmbeddedDirectory => _embedded?.Directory;

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
        RevisionJournal? journal = null;
        try
        {
            // 1. The server.
            embedded = options.IsEmbedded ? await EmbeddedStore.StartAsync(Path.Combine(options.DataDirectory, "store"), options.EmbeddedLimits, loggers) : null;
            connection = await StoreConnection.ConnectAsync(Configure(embedded?.Address ?? StoreAddress.Parse(options.Store, options.Password), options), options.Step, cancellationToken);
            if (embedded is null)
            {
                await RedisSettings.CheckAsync(connection, logger);
            }

            // 2. The keys. They are made anew only where nothing was ever seen: a store that was emptied is none to begin with.
            journal = RevisionJournal.Open(options.DataDirectory, logger, clock);
            var keyFile = options.MasterKeyFile ?? Path.Combine(options.DataDirectory, "master.key");
            if (options.RestoreFile is { } backup)
            {
                await Restoring.RestoreEmptiedAsync(connection, backup, keyFile, logger, cancellationToken);
            }

            if (journal.Last is { } seen && await connection.ReadAsync(StoreNames.Keys) is null)
            {
                throw new StoreRefusedException(
                    $"the store is empty, but this control plane has seen revision {seen.Revision} of epoch {seen.Epoch} of another: it was emptied, or --store names the wrong one. "
                    + "Bring the right one back, or start with --restore FILE (a file of `frontdesk store backup`). To begin anew, with new keys for every edge, move "
                    + $"{Path.Combine(options.DataDirectory, "journal")} away first");
            }

            var (masterKey, storeKey) = await StoreKey.OpenAsync(connection, keyFile, cancellationToken);
            if (MasterKeyFile.IsReadableByOthers(keyFile))
            {
                StoreLog.KeyFileReadable(logger, keyFile);
            }

            // 3. What is in it.
            var folders = new FolderWatch(connection);
            var audit = new AuditLog(connection, storeKey, clock, options.Name, logger);
            var records = new RecordStore(connection, folders, audit);
            var secrets = new SecretStore(records, masterKey);
            await secrets.RefreshAsync();
            var desk = await Desk.OpenAsync(connection, storeKey, clock, journal, audit);
            var compaction = new Compaction(desk, new SnapshotStore(connection, storeKey), options.KeepRevisions);
            StoreLog.Opened(logger, embedded is null ? "Redis" : "embedded", desk.Current.Head.Revision, desk.Current.Count, (long)Stopwatch.GetElapsedTime(started).TotalMilliseconds);

            // 4. What others do with it.
            var leases = new LeaseTable(embedded is null ? connection : null, options.Leases, clock, logger);
            var watch = await StoreWatch.StartAsync(connection, desk, folders, secrets, compaction, leases.Of("compaction"), options.PollInterval, clock, logger);
            return new ControlPlaneStore(embedded, connection, journal, masterKey, storeKey, desk, records, secrets, leases, audit, watch);
        }
        catch
        {
            if (connection is not null)
            {
                await connection.DisposeAsync();
            }

            journal?.Dispose();
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
        _journal.Dispose();
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
