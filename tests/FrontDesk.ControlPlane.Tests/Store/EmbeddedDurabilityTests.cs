using System.Globalization;
using FrontDesk.ControlPlane.Store;
using FrontDesk.ControlPlane.Tests.Hosting;
using FrontDesk.StoreVictim;
using FrontDesk.Testing.Files;
using FrontDesk.Testing.Processes;
using Microsoft.Extensions.Logging.Abstractions;
using StackExchange.Redis;

namespace FrontDesk.ControlPlane.Tests.Store;

/// <summary>The embedded store loses nothing that it acknowledged, however its process ends.</summary>
public sealed class EmbeddedDurabilityTests
{
    private const int ValueBytes = 8 * 1024;

    // Five times 8 MiB.
    private const string Memory = "8m";
    private const int Count = 5 * 1024;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, InlineData(false), InlineData(true)]
    public async Task Five_times_the_memory_limit_is_read_back_whole_after_a_kill(bool withCheckpoint)
    {
        using var directory = new TempDirectory();
        string[] arguments = ["fill", directory.Path, Memory, $"{Count}", $"{ValueBytes}", .. withCheckpoint ? ["checkpoint"] : Array.Empty<string>()];
        await using (var victim = StartVictim(arguments))
        {
            await victim.WaitForLineAsync("all values", line => line == "done", Token);
            Assert.Equal(withCheckpoint, victim.Output.All.Contains("checkpoint"));
            await victim.KillAsync();
        }

        await ReadBackAsync(directory.Path, Enumerable.Range(0, Count));
    }

    [Fact]
    public async Task Every_acknowledged_value_is_read_back_after_a_kill_in_the_middle_of_writing()
    {
        using var directory = new TempDirectory();
        var acknowledged = 0;
        await using (var victim = StartVictim("fill", directory.Path, Memory, "1000000", $"{ValueBytes}"))
        {
            await victim.WaitForLineAsync("some values", line => line == "2000", Token);
            await victim.KillAsync();
            await victim.WaitForExitAsync(Token);
            acknowledged = victim.Output.All.Count;
        }

        await ReadBackAsync(directory.Path, Enumerable.Range(0, acknowledged));
    }

    [Fact]
    public async Task Its_files_stay_small_while_the_same_values_are_written_again_and_again()
    {
        const int Keys = 1_000;
        const int Rounds = 30;
        using var directory = new TempDirectory();
        await using (var victim = StartVictim("rewrite", directory.Path, Memory, $"{Keys}", $"{ValueBytes}", $"{Rounds}"))
        {
            await victim.WaitForLineAsync("all rounds", line => line == "done", Token);
            await Eventually.TrueAsync("the next checkpoints", () => Task.FromResult(SizeOf(directory.Path) < Keys * ValueBytes * Rounds / 3), Token);
            await victim.KillAsync();
        }

        await ReadBackAsync(directory.Path, Enumerable.Range(0, Keys));
    }

    [Fact]
    public async Task Every_acknowledged_revision_is_there_after_each_of_several_kills()
    {
        using var directory = new TempDirectory();
        uint last = 0;
        for (var round = 1; round <= 4; round++)
        {
            await using var victim = StartVictim("commit", directory.Path);
            var wanted = (last + (uint)(4 * round)).ToString(CultureInfo.InvariantCulture) + " ";
            await victim.WaitForLineAsync("some revisions", line => line.StartsWith(wanted, StringComparison.Ordinal), Token);
            await victim.KillAsync();
            await victim.WaitForExitAsync(Token);

            // The last line may be cut short by the kill.
            var acknowledged = victim.Output.All.Select(line => line.Split(' ')).Last(parts => parts is [_, { Length: 64 }]);
            await using var store = await ControlPlaneStore.OpenAsync(
                new StoreOptions { DataDirectory = directory.Path, KeepRevisions = 8, OperationTimeout = Patience.Ample }, NullLoggerFactory.Instance, TimeProvider.System, Token);
            var revision = uint.Parse(acknowledged[0], CultureInfo.InvariantCulture);
            last = store.Desk.Current.Head.Revision;
            Assert.InRange(last, revision, revision + 1);
            Assert.Equal(acknowledged[1], (await store.Desk.AtAsync(revision, Token)).Digest.ToString());
        }
    }

    private static RunningProgram StartVictim(params string[] arguments) =>
        RunningProgram.Start("the store", "dotnet", ["exec", typeof(Filling).Assembly.Location, .. arguments]);

    private static long SizeOf(string directory) => new DirectoryInfo(directory).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Exists ? file.Length : 0);

    private static async Task ReadBackAsync(string directory, IEnumerable<int> keys)
    {
        using var store = await EmbeddedStore.StartAsync(directory, new EmbeddedStoreLimits(Memory: Memory), NullLoggerFactory.Instance);
        store.Address.AsyncTimeout = (int)Patience.Ample.TotalMilliseconds;
        await using var connection = await ConnectionMultiplexer.ConnectAsync(store.Address);
        var lost = new List<int>();
        foreach (var some in keys.Chunk(64))
        {
            var values = await connection.GetDatabase().StringGetAsync([.. some.Select(key => (RedisKey)$"key-{key}")]);
            lost.AddRange(some.Zip(values).Where(pair => pair.Second.IsNull || !((byte[])pair.Second!).AsSpan().SequenceEqual(Filling.Value(pair.First, ValueBytes))).Select(pair => pair.First));
        }

        Assert.Empty(lost);
    }
}
