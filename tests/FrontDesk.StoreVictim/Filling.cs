using System.Globalization;
using FrontDesk.ControlPlane.Store;
using Microsoft.Extensions.Logging.Abstractions;
using StackExchange.Redis;

namespace FrontDesk.StoreVictim;

/// <summary>Fills the embedded store with values that can be told from each other.</summary>
public static class Filling
{
    // Values on their way at once.
    private const int AtOnce = 64;

    /// <summary>The value of a key: the same in every process.</summary>
    public static byte[] Value(int key, int length)
    {
        var value = new byte[length];
        new Random(key).NextBytes(value);
        return value;
    }

    internal static async Task RunAsync(string directory, string memory, int count, int bytes, bool checkpoint)
    {
        using var store = await EmbeddedStore.StartAsync(directory, new EmbeddedStoreLimits(Memory: memory), NullLoggerFactory.Instance);
        await using var connection = await ConnectAsync(store);
        var database = connection.GetDatabase();
        for (var first = 0; first < count; first += AtOnce)
        {
            if (checkpoint && first <= count / 2 && count / 2 < first + AtOnce)
            {
                await CheckpointAsync(connection.GetServers()[0]);
            }

            var keys = Enumerable.Range(first, Math.Min(AtOnce, count - first)).ToList();
            await Task.WhenAll(keys.Select(key => database.StringSetAsync($"key-{key}", Value(key, bytes))));
            keys.ForEach(key => Console.Out.WriteLine(key.ToString(CultureInfo.InvariantCulture)));
        }

        Console.Out.WriteLine("done");
        await Task.Delay(Timeout.Infinite);
    }

    internal static async Task RewriteAsync(string directory, string memory, int count, int bytes, int rounds)
    {
        using var store = await EmbeddedStore.StartAsync(directory, new EmbeddedStoreLimits(Memory: memory, CheckpointSeconds: 1), NullLoggerFactory.Instance);
        await using var connection = await ConnectAsync(store);
        var database = connection.GetDatabase();
        for (var round = 1; round <= rounds; round++)
        {
            foreach (var keys in Enumerable.Range(0, count).Chunk(AtOnce))
            {
                // The last round's values are those that a reader expects.
                await Task.WhenAll(keys.Select(key => database.StringSetAsync($"key-{key}", Value(key + round - rounds, bytes))));
            }
        }

        Console.Out.WriteLine("done");
        await Task.Delay(Timeout.Infinite);
    }

    // A disk that others use as well is slow at times, and that is no failure.
    private static Task<ConnectionMultiplexer> ConnectAsync(EmbeddedStore store)
    {
        store.Address.AllowAdmin = true;
        store.Address.AsyncTimeout = (int)TimeSpan.FromMinutes(1).TotalMilliseconds;
        return ConnectionMultiplexer.ConnectAsync(store.Address);
    }

    private static async Task CheckpointAsync(IServer server)
    {
        await server.SaveAsync(SaveType.BackgroundSave);
        while (await server.LastSaveAsync() <= DateTime.UnixEpoch)
        {
            await Task.Yield();
        }

        Console.Out.WriteLine("checkpoint");
    }
}
