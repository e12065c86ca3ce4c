using System.Diagnostics.Metrics;
using FrontDesk.ControlPlane.Fleet;
using FrontDesk.ControlPlane.Records;
using FrontDesk.ControlPlane.Relay;
using FrontDesk.ControlPlane.Tests.Store;
using FrontDesk.Edge.V1;
using Microsoft.Extensions.DependencyInjection;

namespace FrontDesk.ControlPlane.Tests.Relay;

public sealed class RelayWriterTests
{
    private const int Edges = 500;

    [Fact]
    public async Task However_many_edges_speak_a_few_writes_say_it_and_beats_alone_say_nothing()
    {
        await using var host = await StoreHost.StartAsync(StoreHost.Redis);
        var writes = 0;
        await using var connection = await host.ConnectAsync(step => writes += step.StartsWith("before", StringComparison.Ordinal) ? 1 : 0);
        var records = new RecordStore(connection, new FolderWatch(connection));
        var time = new ManualTime();
        await using var metrics = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var live = new LiveEdges(time, new ControlPlaneMeter(metrics.GetRequiredService<IMeterFactory>()));
        var writer = new RelayWriter(new RelayIdentity("a", "a:7401"), records, live, new RelayOptions { Rounding = TimeSpan.FromDays(1) }, time);

        // 1. All at once: the shards, the head, the mark.
        SayAll(1);
        Assert.Equal(RelayNames.Shards + 2, await CountAsync());

        // 2. Signs of life.
        SayAll(1);
        Assert.Equal(0, await CountAsync());

        // 3. One of them has news.
        Say(7, 2);
        Assert.Equal(3, await CountAsync());

        // 4. Nothing, for long enough that silence would be taken for death.
        time.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(1, await CountAsync());

        void SayAll(uint revision)
        {
            for (var i = 0; i < Edges; i++)
            {
                Say(i, revision);
            }
        }

        void Say(int edge, uint revision) => live.Update($"edge-{edge}", _ => new LiveEdge
        {
            Name = $"edge-{edge}",
            Group = "default",
            Connected = true,
            Applied = new Position { Epoch = 1, Revision = revision },
            LastSeen = time.GetUtcNow(),
        });

        async Task<int> CountAsync()
        {
            writes = 0;
            await writer.WriteAsync(TestContext.Current.CancellationToken);
            return writes;
        }
    }
}
