using StackExchange.Redis;

namespace FrontDesk.ControlPlane.Store;

/// <summary>
/// The way to the store: strings, and transactions with conditions, which real Redis and the embedded store both have. Whatever goes wrong
/// comes out as a <see cref="StoreUnavailableException"/> with a sentence.
/// </summary>
internal sealed class StoreConnection : IAsyncDisposable
{
    private readonly ConnectionMultiplexer _multiplexer;
    private readonly IDatabase _database;
    private readonly StepHook? _step;
    private volatile bool _away;

    private StoreConnection(ConnectionMultiplexer multiplexer, string address, StepHook? step)
    {
        Address = address;
        _multiplexer = multiplexer;
        _database = multiplexer.GetDatabase();
        _step = step;
    }

    /// <summary>Where this is, without the password: `redis://user@host:port/database`.</summary>
    public string Address { get; }

    /// <summary>How long one answer may take.</summary>
    public TimeSpan Timeout => TimeSpan.FromMilliseconds(_multiplexer.TimeoutMilliseconds);

    /// <summary>
    /// Whether the store did not answer when it was last asked: a silent one takes seconds each time. Who has something to fall back on need not wait
    /// for that; the watch over the store asks on, and its first answer ends this.
    /// </summary>
    public bool IsAway => _away;

    /// <summary>Connects, and waits until the store answers.</summary>
    /// <exception cref="StoreUnavailableException">It does not.</exception>
    public static async Task<StoreConnection> ConnectAsync(ConfigurationOptions options, StepHook? step, CancellationToken cancellationToken)
    {
        try
        {
            return new StoreConnection(await ConnectionMultiplexer.ConnectAsync(options).WaitAsync(cancellationToken), StoreAddress.Text(options), step);
        }
        catch (Exception failure) when (StoreFailures.IsStoreFailure(failure))
        {
            throw StoreFailures.Unavailable(failure);
        }
    }

    /// <summary>One value; null where there is none.</summary>
    public async Task<byte[]?> ReadAsync(string key) => await Guard(_database.StringGetAsync(key));

    /// <summary>Several values at once, in the order asked for.</summary>
    public async Task<byte[]?[]> ReadAsync(IReadOnlyList<string> keys)
    {
        var values = await Guard(_database.StringGetAsync([.. keys.Select(key => (RedisKey)key)]));
        return Array.ConvertAll(values, value => (byte[]?)value);
    }

    /// <summary>Writes a value that is gone after a while.</summary>
    public async Task WriteExpiringAsync(string key, ReadOnlyMemory<byte> value, TimeSpan lifetime)
    {
        if (Fence.Current is not null)
        {
            await MakeSureAsync(Begin().WriteExpiring(key, value, lifetime));
            return;
        }

        _step?.Invoke($"before write of {key}");
        await Guard(_database.StringSetAsync(key, value, lifetime));
        _step?.Invoke($"after write of {key}");
    }

    /// <summary>Writes a value, whatever was there: for what nobody relies on yet.</summary>
    public async Task WriteAsync(string key, byte[] value)
    {
        if (Fence.Current is not null)
        {
            await MakeSureAsync(Begin().Write(key, value));
            return;
        }

        _step?.Invoke($"before write of {key}");
        await Guard(_database.StringSetAsync(key, value));
        _step?.Invoke($"after write of {key}");
    }

    /// <summary>The keys that start with a prefix, in no order: all that are there from the beginning to the end. Walks over the whole database.</summary>
    public async Task<IReadOnlyList<string>> KeysAsync(string prefix)
    {
        var server = _multiplexer.GetServers().FirstOrDefault(server => server is { IsConnected: true, IsReplica: false }) ?? throw StoreFailures.Unreachable();
        return await Guard(ScanAsync());

        async Task<IReadOnlyList<string>> ScanAsync()
        {
            var keys = new HashSet<string>(StringComparer.Ordinal);
            await foreach (var key in server.KeysAsync(_database.Database, prefix + "*", pageSize: 1000))
            {
                keys.Add(key.ToString());
            }

            return [.. keys];
        }
    }

    /// <summary>Deletes values; those that are not there are none.</summary>
    public async Task DeleteAsync(IReadOnlyList<string> keys)
    {
        if (keys.Count > 0 && Fence.Current is not null)
        {
            await MakeSureAsync(keys.Aggregate(Begin(), (transaction, key) => transaction.Write(key, null)));
        }
        else if (keys.Count > 0)
        {
            _step?.Invoke($"before deletion of {keys[0]}");
            await Guard(_database.KeyDeleteAsync([.. keys.Select(key => (RedisKey)key)]));
            _step?.Invoke($"after deletion of {keys[0]}");
        }
    }

    /// <summary>A transaction to be filled and executed.</summary>
    public StoreTransaction Begin() => new(_database, _step);

    /// <summary>What the server says of itself; null where this user may not ask.</summary>
    public async Task<string?> InfoAsync(string section)
    {
        try
        {
            return (string?)await _database.ExecuteAsync("INFO", section);
        }
        catch (RedisServerException)
        {
            return null;
        }
        catch (Exception failure) when (StoreFailures.IsStoreFailure(failure))
        {
            throw StoreFailures.Unavailable(failure);
        }
    }

    /// <summary>Asks for a sign of life.</summary>
    public Task PingAsync() => Guard(_database.PingAsync());

    /// <summary>Tells the other control planes to look. Nobody waits for it and nothing relies on it.</summary>
    public void Hint() => _database.Publish(RedisChannel.Literal(StoreNames.Changed), "", CommandFlags.FireAndForget);

    /// <summary>Calls back on every hint, and after every reconnect, when hints may have been missed.</summary>
    public async Task OnHintAsync(Action look)
    {
        _multiplexer.ConnectionRestored += (_, _) => look();
        await Guard(Subscribe());

        async Task<bool> Subscribe()
        {
            await _multiplexer.GetSubscriber().SubscribeAsync(RedisChannel.Literal(StoreNames.Changed), (_, _) => look());
            return true;
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _multiplexer.DisposeAsync();

    // Of a write that may be done twice, an unknown outcome is a failure like any other.
    private static async Task MakeSureAsync(StoreTransaction transaction)
    {
        if (await transaction.ExecuteAsync() != TransactionOutcome.Done)
        {
            throw StoreFailures.Unreachable();
        }
    }

    private async Task<T> Guard<T>(Task<T> answer)
    {
        try
        {
            var value = await answer;
            _away = false;
            return value;
        }
        catch (Exception failure) when (StoreFailures.IsStoreFailure(failure))
        {
            _away = !StoreFailures.IsRefusal(failure);
            throw StoreFailures.Unavailable(failure);
        }
    }
}
