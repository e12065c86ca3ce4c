using FrontDesk.Admin.V1;
using FrontDesk.Config.V1;
using FrontDesk.ControlPlane.Audit;
using FrontDesk.ControlPlane.Identity;
using FrontDesk.ControlPlane.Revisions;
using FrontDesk.ControlPlane.Store;
using FrontDesk.ControlPlane.Tests.Admin;
using FrontDesk.ControlPlane.Tests.Hosting;
using FrontDesk.ControlPlane.Tests.Publishing;
using FrontDesk.ControlPlane.Tests.Revisions;
using FrontDesk.Edge.V1;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;

namespace FrontDesk.ControlPlane.Tests.Audit;

/// <summary>What calls leave in the audit log.</summary>
public sealed class AuditCallTests
{
    // Each call that changes something, or hands out what holds secrets, done once; in this order.
    private static readonly (string Call, Func<LocalDesk, Task> Do, string Object)[] Scenarios =
    [
        ("Configuration.Apply", desk => desk.ApplyAsync(Changes.Service("a")), "service/a added"),
        ("Configuration.Sync", desk => desk.SyncAsync(new SyncHeader { Change = new ChangeHeader() }, Changes.Service("b")), "service/b added"),
        ("Configuration.Rollback", desk => desk.RollbackAsync(1), "service/a added"),
        ("Fleet.CreateJoinToken", desk => desk.JoinTokenAsync("eu"), "for group eu"),
        ("Enrolment.Enrol", async desk => (await ScriptedEdge.EnrolAsync(desk, "e1")).Dispose(), "group default"),
        ("Fleet.DrainNode", async desk => await desk.Fleet.DrainNodeAsync(new DrainNodeRequest { Name = "e1" }, cancellationToken: Token), "node e1"),
        ("Fleet.ResumeNode", async desk => await desk.Fleet.ResumeNodeAsync(new ResumeNodeRequest { Name = "e1" }, cancellationToken: Token), "node e1"),
        ("Fleet.MoveNode", async desk => await desk.Fleet.MoveNodeAsync(new MoveNodeRequest { Name = "e1", Group = "eu" }, cancellationToken: Token), "to group eu"),
        ("Fleet.RevokeNode", async desk => await desk.Fleet.RevokeNodeAsync(new RevokeNodeRequest { Name = "e1" }, cancellationToken: Token), "node e1"),
        ("Fleet.RemoveNode", async desk => await desk.Fleet.RemoveNodeAsync(new RemoveNodeRequest { Name = "e1" }, cancellationToken: Token), "node e1"),
        ("Credentials.SetUser", async desk => await SetUserAsync(desk), "user staff/ann"),
        ("Credentials.RemoveUser", async desk => await desk.Credentials.RemoveUserAsync(new RemoveUserRequest { Set = "staff", Name = "ann" }, cancellationToken: Token), "user staff/ann"),
        ("Credentials.CreateApiKey", async desk => await desk.Credentials.CreateApiKeyAsync(new CreateApiKeyRequest { Set = "partners", Owner = "shop" }, cancellationToken: Token), "for shop"),
        ("Credentials.RevokeApiKey", async desk => await desk.Credentials.RevokeApiKeyAsync(new RevokeApiKeyRequest { Set = "partners", Id = await ApiKeyAsync(desk) }, cancellationToken: Token), ""),
        ("Operators.CreateToken", async desk => await Operators(desk).CreateTokenAsync(new CreateTokenRequest { Name = "ci", Role = Role.Viewer }, cancellationToken: Token), "for ci"),
        ("Operators.RevokeToken", async desk => await Operators(desk).RevokeTokenAsync(new RevokeTokenRequest { Token = "ci" }, cancellationToken: Token), "of ci"),
        ("Storage.BackUpStore", async desk => await BackUpAsync(desk), "revision 4"),
        ("Storage.RestoreBackup", async desk => await RestoreAsync(desk, await BackUpAsync(desk)), "backup of revision 4"),
        ("Storage.AcceptStore", async desk => await Storage(await LoseAsync(desk)).AcceptStoreAsync(new AcceptStoreRequest(), cancellationToken: Token), "revision 6"),
        ("Storage.RestoreJournal", async desk => await Storage(await LoseAsync(desk)).RestoreJournalAsync(new RestoreJournalRequest(), cancellationToken: Token), "revision 7"),
    ];

    private static async Task SetUserAsync(LocalDesk desk)
    {
        await desk.ApplyAsync(new Resource { Name = "staff", Users = new UsersConfig() }, new Resource { Name = "partners", ApiKeys = new ApiKeysConfig() });
        await desk.Credentials.SetUserAsync(new SetUserRequest { Set = "staff", Name = "ann", Password = "a good password" }, cancellationToken: Token);
    }

    private static async Task<string> ApiKeyAsync(LocalDesk desk) => (await desk.Credentials.ListApiKeysAsync(new ListApiKeysRequest(), cancellationToken: Token)).Keys.Single().Id;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_call_that_changes_something_leaves_who_what_and_from_where()
    {
        FileDescriptor[] files = [ConfigurationReflection.Descriptor, CredentialsReflection.Descriptor, FleetReflection.Descriptor, OperatorsReflection.Descriptor, StorageReflection.Descriptor, AuditReflection.Descriptor];
        var changing = files.SelectMany(file => file.Services).SelectMany(service => service.Methods)
            .Where(call => Permissions.Declared(call) is not { Role: Role.Viewer, RoleToChange: Role.Unspecified } && call.Name != "ListTokens")
            .Select(call => $"{call.Service.Name}.{call.Name}");
        Assert.Equal(changing.Append("Enrolment.Enrol").Order(), Scenarios.Select(scenario => scenario.Call).Order());
        await using var desk = await LocalDesk.StartAsync();

        foreach (var (call, act, item) in Scenarios)
        {
            await act(desk);

            var entry = await desk.EntryAsync(entry => entry.Action == call);
            Assert.Equal((call, "done", 1u, "127.0.0.1"), (entry.Action, entry.Result, entry.Count, entry.Peer));
            Assert.Contains(entry.Objects, told => item.Length == 0 || told == item);
            Assert.Equal(call == "Enrolment.Enrol" ? (ActorKind.Node, "e1", 16) : (ActorKind.Operator, "admin", 16), (entry.Actor, entry.Who, entry.Token.Length));
            Assert.NotNull(entry.Time);
            Assert.Equal(entry.ControlPlane, desk.Get<AuditLog>().ControlPlane);
        }

        Assert.Empty((await desk.AuditAsync()).State.Faults);
    }

    [Fact]
    public async Task What_changes_nothing_leaves_nothing()
    {
        await using var desk = await LocalDesk.StartAsync();
        await desk.ApplyAsync(Changes.Service("a"));
        var before = (await desk.AuditAsync()).State.Last;

        await desk.ApplyAsync(Changes.Service("a"));
        await desk.ApplyAsync(new ChangeHeader { DryRun = true }, [Changes.Service("b")]);
        await desk.ExportAsync();

        Assert.Equal(before, (await desk.AuditAsync()).State.Last);
    }

    [Fact]
    public async Task Which_node_read_which_secret_is_told_and_what_was_not_given_is_not()
    {
        await using var desk = await LocalDesk.StartAsync();
        await desk.ApplyAsync(new Resource { Name = "shop", Certificate = new CertificateConfig { Names = { "shop.test" }, Internal = new InternalIssuer() } });
        using var edge = await ScriptedEdge.EnrolAsync(desk, "e1");

        using var call = edge.Client.GetSecrets(
            new GetSecretsRequest { Secrets = { new SecretVersion { Secret = "certificates/shop" }, new SecretVersion { Secret = "system/authority" } } }, cancellationToken: Token);
        await Assert.ThrowsAsync<RpcException>(async () =>
        {
            while (await call.ResponseStream.MoveNext(Token))
            {
            }
        });

        var entry = await desk.EntryAsync(entry => entry.Action == "Sync.GetSecrets");
        Assert.Equal((ActorKind.Node, "e1", "done"), (entry.Actor, entry.Who, entry.Result));
        Assert.Equal(["secret certificates/shop, version 1"], entry.Objects);
    }

    [Fact]
    public async Task Refusals_are_counted_by_the_minute()
    {
        var time = new ManualTime();
        await using var desk = await LocalDesk.StartAsync(time);
        var viewer = new FrontDesk.Admin.V1.Fleet.FleetClient(desk.Operators(await desk.TokenAsync(Role.Viewer)));
        var stranger = new FrontDesk.Admin.V1.Fleet.FleetClient(desk.Operators(null));
        for (var i = 0; i < 3; i++)
        {
            await Assert.ThrowsAsync<RpcException>(() => viewer.RevokeNodeAsync(new RevokeNodeRequest { Name = "e1" }, cancellationToken: Token).ResponseAsync);
            await Assert.ThrowsAsync<RpcException>(() => stranger.GetStatusAsync(new GetStatusRequest(), cancellationToken: Token).ResponseAsync);
        }

        await Assert.ThrowsAsync<RpcException>(() => viewer.RemoveNodeAsync(new RemoveNodeRequest { Name = "e1" }, cancellationToken: Token).ResponseAsync);

        await Eventually.TrueAsync(
            "the minute's end",
            async () =>
            {
                time.Advance(RefusedAttempts.Window);
                return (await desk.AuditAsync()).Entries.Count(entry => entry.Result is "PermissionDenied" or "Unauthenticated") == 2;
            },
            Token);

        var known = await desk.EntryAsync(entry => entry.Who == "Viewer");
        Assert.Equal(("several calls", 4u), (known.Action, known.Count));
        Assert.Equal(["Fleet.RevokeNode: PermissionDenied, 3 times", "Fleet.RemoveNode: PermissionDenied, 1 times"], known.Objects);
        var unknown = await desk.EntryAsync(entry => entry.Actor == ActorKind.Unspecified);
        Assert.Equal(("Fleet.GetStatus", "Unauthenticated", 3u, "127.0.0.1"), (unknown.Action, unknown.Result, unknown.Count, unknown.Peer));
    }

    [Fact]
    public async Task It_can_be_asked_by_who_what_and_since_and_followed()
    {
        await using var desk = await LocalDesk.StartAsync();
        await desk.ApplyAsync(new ChangeHeader(), [Changes.Service("a")], token: await desk.TokenAsync(Role.Operator));
        await desk.ApplyAsync(Changes.Service("b"));
        await desk.ApplyAsync(Changes.Service("c"));

        Assert.Equal(["service/a added"], (await desk.AuditAsync(new ReadAuditRequest { Who = "Operator" })).Entries.Select(entry => entry.Objects[1]));
        Assert.Equal(["revision 2"], (await desk.AuditAsync(new ReadAuditRequest { What = "SERVICE/B" })).Entries.Select(entry => entry.Objects[0]));
        Assert.Equal(["revision 3"], (await desk.AuditAsync(new ReadAuditRequest { Limit = 1 })).Entries.Select(entry => entry.Objects[0]));
        var third = (await desk.AuditAsync()).Entries[^1];
        Assert.Equal([third], (await desk.AuditAsync(new ReadAuditRequest { Since = third.Time })).Entries);

        using var call = new FrontDesk.Admin.V1.Audit.AuditClient(desk.Operators(desk.AdminToken)).ReadAudit(new ReadAuditRequest { Follow = true, What = "service/d" }, cancellationToken: Token);
        Assert.True(await call.ResponseStream.MoveNext(Token));
        await desk.ApplyAsync(Changes.Service("d"));
        Assert.True(await call.ResponseStream.MoveNext(Token));
        Assert.Equal("revision 4", call.ResponseStream.Current.Entries.Single().Objects[0]);
    }

    private static Operators.OperatorsClient Operators(LocalDesk desk) => new(desk.Operators(desk.AdminToken));

    private static FrontDesk.Admin.V1.Storage.StorageClient Storage(LocalDesk desk) => new(desk.Operators(desk.AdminToken));

    private static async Task<byte[]> BackUpAsync(LocalDesk desk)
    {
        using var call = Storage(desk).BackUpStore(new BackUpStoreRequest(), cancellationToken: Token);
        var parts = await call.ResponseStream.ReadAllAsync(Token).ToListAsync(Token);
        return [.. parts.SelectMany(part => part.Data.ToByteArray())];
    }

    private static async Task RestoreAsync(LocalDesk desk, byte[] copy)
    {
        using var call = Storage(desk).RestoreBackup(cancellationToken: Token);
        await call.RequestStream.WriteAsync(new RestoreBackupRequest { Data = ByteString.CopyFrom(copy) }, Token);
        await call.RequestStream.CompleteAsync();
        await call;
    }

    // The store loses its newest revision.
    private static async Task<LocalDesk> LoseAsync(LocalDesk desk)
    {
        var connection = desk.Get<ControlPlaneStore>().Connection;
        var older = await connection.ReadAsync(StoreNames.Head);
        var lost = (await desk.ApplyAsync(Changes.Service($"lost-{Guid.NewGuid():N}"))).Result.Revision;
        await connection.DeleteAsync([StoreNames.Revision(lost)]);
        await connection.WriteAsync(StoreNames.Head, older!);
        await Eventually.TrueAsync("the loss to be noticed", () => Task.FromResult(desk.Get<Desk>().Fault is not null), Token);
        return desk;
    }
}
