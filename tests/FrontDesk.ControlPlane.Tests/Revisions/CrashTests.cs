using FrontDesk.ControlPlane.Revisions;
using FrontDesk.ControlPlane.Store;
using FrontDesk.ControlPlane.Tests.Store;
using static FrontDesk.ControlPlane.Tests.Revisions.Changes;

namespace FrontDesk.ControlPlane.Tests.Revisions;

/// <summary>A control plane that ends between any two writes leaves the state before or the state after, never one in between.</summary>
public sealed class CrashTests
{
    private const int Large = 12_000;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, InlineData(1), InlineData(Large)]
    public async Task A_commit_that_ends_anywhere_is_there_or_not(int routes)
    {
        await using var host = await StoreHost.StartAsync(StoreHost.Redis);
        var survivor = await host.OpenAsync();
        var operations = Enumerable.Range(0, routes).Select(i => Put(Route($"h{i}.example.com", "web"))).Prepend(Put(Service("web"))).ToArray();

        var finished = false;
        for (var step = 0; !finished; step++)
        {
            await survivor.Desk.LookAsync(Token);
            var before = survivor.Desk.Current;
            var crash = new Crash(step);
            await using (var connection = await host.ConnectAsync(crash.Step))
            {
                var desk = await host.OpenDeskAsync(connection);
                var change = before.Head.Revision % 2 == 0 ? operations : [.. operations.Select(operation => Delete(operation.Put.Kind, operation.Put.Name))];
                finished = await EndsAsync(() => desk.CommitAsync(Commit(before.Head.Revision, change), Token));
            }

            await survivor.Desk.LookAsync(Token);
            var after = survivor.Desk.Current;
            var written = finished || crash.Reached == $"after transaction on {StoreNames.Revision(before.Head.Revision + 1)}";
            Assert.Equal(before.Head.Revision + (written ? 1u : 0), after.Head.Revision);
            Assert.Equal(after.Head.Revision % 2 == 0 ? 0 : routes + 1, after.Count);
        }
    }

    [Fact]
    public async Task A_compaction_that_ends_anywhere_leaves_a_whole_history()
    {
        await using var host = await StoreHost.StartAsync(StoreHost.Redis);
        await using var connection = await host.ConnectAsync(step: null);
        var key = await host.KeyAsync(connection);
        var writer = await Desk.OpenAsync(connection, key, TimeProvider.System);
        var finished = false;
        for (var step = 0; !finished; step++)
        {
            while (!new Compaction(writer, new SnapshotStore(connection, key), keepRevisions: 3).IsDue)
            {
                var head = writer.Current.Head.Revision;
                var change = head % 3 == 0 ? Enumerable.Range(0, Large).Select(i => Put(Service($"s{i}", $"g{head}"))).ToArray() : [Put(Service($"only-{head}"))];
                await writer.CommitAsync(Commit(head, change), Token);
            }

            var crash = new Crash(step);
            await using (var doomed = await host.ConnectAsync(crash.Step))
            {
                var desk = await Desk.OpenAsync(doomed, key, TimeProvider.System);
                finished = await EndsAsync(() => new Compaction(desk, new SnapshotStore(doomed, key), keepRevisions: 3).RunAsync(Token));
            }

            var again = await Desk.OpenAsync(connection, key, TimeProvider.System);
            Assert.Equal(writer.Current.Head, again.Current.Head);
            Assert.Equal(writer.Current.Digest, again.Current.Digest);
            Assert.Equal(writer.Current.Count, (await again.AtAsync(again.Current.Head.Revision, Token)).Count);
            for (var revision = again.Current.Head.Revision - 3; revision < again.Current.Head.Revision; revision++)
            {
                Assert.Equal(revision, (await again.AtAsync(revision, Token)).Head.Revision);
            }
        }

        // What the interrupted ones left was deleted by those after them.
        var snapshot = await new SnapshotStore(connection, key).FindAsync();
        Assert.Null(snapshot!.Pointer.Garbage);
        for (uint revision = 1; revision <= snapshot.Header.Revision; revision++)
        {
            Assert.Null(await connection.ReadAsync(StoreNames.Revision(revision)));
        }
    }

    // Whether it got to its end.
    private static async Task<bool> EndsAsync(Func<Task> work)
    {
        try
        {
            await work();
            return true;
        }
        catch (CrashException)
        {
            return false;
        }
    }
}
