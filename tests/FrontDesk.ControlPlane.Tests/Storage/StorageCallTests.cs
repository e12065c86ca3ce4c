using FrontDesk.Admin.V1;
using FrontDesk.ControlPlane.Identity;
using FrontDesk.ControlPlane.Records;
using FrontDesk.ControlPlane.Revisions;
using FrontDesk.ControlPlane.Store;
using FrontDesk.ControlPlane.Tests.Admin;
using FrontDesk.ControlPlane.Tests.Hosting;
using FrontDesk.ControlPlane.Tests.Publishing;
using FrontDesk.ControlPlane.Tests.Revisions;
using Google.Protobuf;
using Grpc.Core;

namespace FrontDesk.ControlPlane.Tests.Storage;

/// <summary>The operators' calls about the store, over the wire, with an edge that is connected.</summary>
public sealed class StorageCallTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_store_is_described_and_nothing_is_wrong_with_it()
    {
        await using var desk = await LocalDesk.StartAsync();
        await desk.ApplyAsync(Changes.Service("a"));

        var store = await Client(desk).GetStoreAsync(new GetStoreRequest(), cancellationToken: Token);

        Assert.Equal(("embedded", "yes", 1u, 16), (store.Kind, store.AppendOnly, store.Store.Revision, store.Store.Chain.Length));
        Assert.Equal(store.Store, store.Seen);
        Assert.True(store.Bytes > 0);
        Assert.Empty(store.Alarms);
        Assert.Equal("", store.Unreachable);
    }

    [Fact]
    public async Task A_restored_backup_is_a_new_epoch_that_a_connected_edge_takes_whole()
    {
        await using var desk = await LocalDesk.StartAsync();
        await desk.ApplyAsync(Changes.Service("a"));
        using var edge = await ScriptedEdge.EnrolAsync(desk, "e1");
        await edge.ConnectAsync();
        await edge.SnapshotAsync();
        await edge.AckAsync();
        var copy = await BackUpAsync(desk);
        await desk.ApplyAsync(Changes.Service("b"));
        await edge.DeltaAsync();
        await edge.AckAsync();

        var epoch = await RestoreAsync(desk, copy, "the wrong button");
        var snapshot = await edge.SnapshotAsync();

        Assert.Equal((2u, 2u, 1u), (epoch.Epoch, epoch.Revision, epoch.Resources));
        Assert.Equal((2u, 2u), (snapshot[0].To.Epoch, snapshot[0].To.Revision));
        Assert.Equal("a", Assert.Single(edge.Resources.Keys).Name);
        var newest = (await desk.Configuration.HistoryAsync(new HistoryRequest(), cancellationToken: Token)).Revisions[0];
        Assert.Equal(("admin", "the wrong button"), (newest.Author, newest.Message));
        Assert.Contains("[1752]", desk.Log.Text, StringComparison.Ordinal);
        Assert.True((await desk.ApplyAsync(Changes.Service("c"))).Result.Committed);
    }

    [Fact]
    public async Task A_file_that_is_no_backup_changes_nothing()
    {
        await using var desk = await LocalDesk.StartAsync();
        await desk.ApplyAsync(Changes.Service("a"));
        var copy = await BackUpAsync(desk);
        copy[^1] ^= 1;

        foreach (var wrong in new[] { copy, "not a backup"u8.ToArray(), [] })
        {
            var refused = await Assert.ThrowsAsync<RpcException>(() => RestoreAsync(desk, wrong, ""));
            Assert.Equal(StatusCode.InvalidArgument, refused.StatusCode);
        }

        Assert.Equal((1u, 1u), (desk.Get<Desk>().Current.Head.Epoch, desk.Get<Desk>().Current.Head.Revision));
        Assert.DoesNotContain(Directory.GetFiles(desk.Directory), file => file.EndsWith(".tmp", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Where_nothing_is_wrong_nothing_is_accepted_or_restored()
    {
        await using var desk = await LocalDesk.StartAsync();
        await desk.ApplyAsync(Changes.Service("a"));

        var accept = await Assert.ThrowsAsync<RpcException>(() => Client(desk).AcceptStoreAsync(new AcceptStoreRequest(), cancellationToken: Token).ResponseAsync);
        var restore = await Assert.ThrowsAsync<RpcException>(() => Client(desk).RestoreJournalAsync(new RestoreJournalRequest(), cancellationToken: Token).ResponseAsync);

        Assert.Equal((StatusCode.FailedPrecondition, StatusCode.FailedPrecondition), (accept.StatusCode, restore.StatusCode));
        Assert.Equal(1u, desk.Get<Desk>().Current.Head.Revision);
    }

    [Fact]
    public async Task After_a_loss_nothing_is_published_until_an_admin_decides_and_then_every_edge_gets_everything()
    {
        await using var desk = await LocalDesk.StartAsync();
        await desk.ApplyAsync(Changes.Service("a"));
        var connection = desk.Get<ControlPlaneStore>().Connection;
        var older = await connection.ReadAsync(StoreNames.Head);
        await desk.ApplyAsync(Changes.Service("b"));
        using var edge = await ScriptedEdge.EnrolAsync(desk, "e1");
        await connection.DeleteAsync([StoreNames.Revision(2)]);
        await connection.WriteAsync(StoreNames.Head, older!);
        await Eventually.TrueAsync("the loss to be noticed", () => Task.FromResult(desk.Get<Desk>().Fault is not null), Token);

        var welcome = await edge.ConnectAsync();
        Assert.Null(welcome.Head);
        Assert.Equal("ERROR_REASON_STORE_HALTED", (await desk.ApplyAsync(Changes.Service("c"))).Reason);
        Assert.Equal(["a", "b"], (await desk.ExportAsync()).Select(resource => resource.Name));

        var epoch = await Client(desk).RestoreJournalAsync(new RestoreJournalRequest(), cancellationToken: Token);
        var snapshot = await edge.SnapshotAsync();

        Assert.Equal((2u, 2u, 2u), (epoch.Epoch, epoch.Revision, epoch.Resources));
        Assert.Equal(2u, snapshot[0].To.Epoch);
        Assert.Equal(2, edge.Resources.Count);
        var status = await desk.Fleet.GetStatusAsync(new GetStatusRequest(), cancellationToken: Token);
        Assert.Empty(status.Pending);
        Assert.Equal(2u, status.Epoch);
    }

    [Fact]
    public async Task The_admin_token_of_its_own_directory_lets_in_where_the_store_lost_it_and_no_other_token_does()
    {
        await using var desk = await LocalDesk.StartAsync();
        var other = await desk.TokenAsync(Role.Admin);
        await desk.ApplyAsync(Changes.Service("a"));
        var connection = desk.Get<ControlPlaneStore>().Connection;
        var records = desk.Get<RecordStore>();
        var older = await connection.ReadAsync(StoreNames.Head);
        await desk.ApplyAsync(Changes.Service("b"));

        // The store goes back to before all tokens.
        await connection.DeleteAsync([StoreNames.Revision(2)]);
        await connection.WriteAsync(StoreNames.Head, older!);
        await Eventually.TrueAsync("the loss to be noticed", () => Task.FromResult(desk.Get<Desk>().Fault is not null), Token);
        foreach (var record in await records.ListAsync($"{OperatorTokens.Folder}/", Token))
        {
            await records.DeleteAsync(record.Name, record.Version, Token);
        }

        var refused = await Assert.ThrowsAsync<RpcException>(
            () => new FrontDesk.Admin.V1.Storage.StorageClient(desk.Operators(other)).GetStoreAsync(new GetStoreRequest(), cancellationToken: Token).ResponseAsync);
        Assert.Equal(StatusCode.Unauthenticated, refused.StatusCode);
        Assert.NotEmpty((await Client(desk).GetStoreAsync(new GetStoreRequest(), cancellationToken: Token)).Alarms);
        Assert.Equal(2u, (await Client(desk).RestoreJournalAsync(new RestoreJournalRequest(), cancellationToken: Token)).Epoch);

        // And its record is there again, for the other control planes; from then on it is a token like any other.
        await desk.TokenAsync(Role.Viewer);
        var name = $"{OperatorTokens.Folder}/{desk.AdminToken.Split('_')[1]}";
        await Eventually.TrueAsync("the token's record", async () => await records.GetAsync(name, Token) is not null, Token);
        Assert.Empty((await Client(desk).GetStoreAsync(new GetStoreRequest(), cancellationToken: Token)).Alarms);
    }

    private static FrontDesk.Admin.V1.Storage.StorageClient Client(LocalDesk desk) => new(desk.Operators(desk.AdminToken));

    private static async Task<byte[]> BackUpAsync(LocalDesk desk)
    {
        using var call = Client(desk).BackUpStore(new BackUpStoreRequest(), cancellationToken: Token);
        using var copy = new MemoryStream();
        await foreach (var part in call.ResponseStream.ReadAllAsync(Token))
        {
            part.Data.WriteTo(copy);
        }

        return copy.ToArray();
    }

    private static async Task<EpochResponse> RestoreAsync(LocalDesk desk, byte[] copy, string message)
    {
        using var call = Client(desk).RestoreBackup(cancellationToken: Token);
        foreach (var some in copy.Chunk(300_000))
        {
            await call.RequestStream.WriteAsync(new RestoreBackupRequest { Message = message, Data = ByteString.CopyFrom(some) }, Token);
        }

        await call.RequestStream.CompleteAsync();
        return await call;
    }
}
