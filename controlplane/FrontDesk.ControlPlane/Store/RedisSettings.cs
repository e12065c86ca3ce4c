
namespace FrontDesk.ControlPlane.Store;

/// <summary>Looks whether a Redis keeps what it is told to keep.</summary>
internal static class RedisSettings
{
    /// <summary>Refuses an evicting Redis; warns of one that may lose commits when it is killed.</summary>
    /// <exception cref="StoreRefusedException">It may evict.</exception>
    public static async Task CheckAsync(StoreConnection store, ILogger logger)
    {
        var policy = Find(await store.InfoAsync("memory"), "maxmemory_policy");
        if (policy is null)
        {
            StoreLog.PolicyUnreadable(logger);
        }
        else if (policy != "noeviction")
        {
            throw new StoreRefusedException(
                $"this Redis has maxmemory-policy {policy}: when its memory is full it deletes values, and so configuration. "
                + "Set `maxmemory-policy noeviction`, or use a Redis of Front Desk's own");
        }

        if (Find(await store.InfoAsync("persistence"), "aof_enabled") is not "1")
        {
            StoreLog.NoAppendOnlyFile(logger);
        }
    }

    private static string? Find(string? info, string name) =>
        info?.Split("\r\n").Select(line => line.Split(':', 2)).FirstOrDefault(pair => pair.Length == 2 && pair[0] == name)?[1];
}
