
namespace FrontDesk.ControlPlane.Store;

/// <summary>What a Redis says of itself that matters to whoever keeps something in it.</summary>
/// <param name="EvictionPolicy">Its `maxmemory-policy`; null where this user may not read it.</param>
/// <param name="AppendOnly">Whether it has an append-only file; null where that is not known.</param>
/// <param name="UsedBytes">The memory that it uses, for all that is in it; null where that is not known.</param>
internal sealed record RedisSettings(string? EvictionPolicy, bool? AppendOnly, long? UsedBytes)
{
    /// <summary>Asks for them.</summary>
    public static async Task<RedisSettings> ReadAsync(StoreConnection store)
    {
        var memory = await store.InfoAsync("memory");
        var persistence = await store.InfoAsync("persistence");
        return new RedisSettings(
            Find(memory, "maxmemory_policy"),
            Find(persistence, "aof_enabled") is { } aof ? aof == "1" : null,
            long.TryParse(Find(memory, "used_memory"), out var bytes) ? bytes : null);
    }

    /// <summary>Refuses an evicting Redis; warns of one that may lose commits when it is killed.</summary>
    /// <exception cref="StoreRefusedException">It may evict.</exception>
    public static async Task CheckAsync(StoreConnection store, ILogger logger)
    {
        var settings = await ReadAsync(store);
        if (settings.EvictionPolicy is null)
        {
            StoreLog.PolicyUnreadable(logger);
        }
        else if (settings.EvictionPolicy != "noeviction")
        {
            throw new StoreRefusedException(
                $"this Redis has maxmemory-policy {settings.EvictionPolicy}: when its memory is full it deletes values, and so configuration. "
                + "Set `maxmemory-policy noeviction`, or use a Redis of Front Desk's own");
        }

        if (settings.AppendOnly is not true)
        {
            StoreLog.NoAppendOnlyFile(logger);
        }
    }

    private static string? Find(string? info, string name) =>
        info?.Split("\r\n").Select(line => line.Split(':', 2)).FirstOrDefault(pair => pair.Length == 2 && pair[0] == name)?[1];
}
