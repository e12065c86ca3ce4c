using System.Net;
using FrontDesk.Admin.V1;
using FrontDesk.Config.V1;
using FrontDesk.ControlPlane.Identity;
using FrontDesk.ControlPlane.Tests.Admin;
using FrontDesk.ControlPlane.Tests.Hosting;
using FrontDesk.ControlPlane.Tests.Revisions;
using FrontDesk.Edge.V1;
using FrontDesk.Testing.Files;
using Google.Protobuf.Reflection;
using Grpc.Core;

namespace FrontDesk.ControlPlane.Tests.Identity;

public sealed class PermissionTests
{
    // Every service of the contract, whether somebody thought of it or not.
    private static readonly IReadOnlyList<MethodDescriptor> Calls =
    [
        .. typeof(Resource).Assembly.GetTypes()
            .Where(type => type.Name.EndsWith("Reflection", StringComparison.Ordinal))
            .SelectMany(type => ((FileDescriptor)type.GetProperty("Descriptor")!.GetValue(null)!).Services)
            .SelectMany(service => service.Methods),
    ];

    private const string Reflection = "/grpc.reflection.v1.ServerReflection/ServerReflectionInfo";
    private const string OldReflection = "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo";

    private static readonly IReadOnlyList<string> OperatorsCalls =
        [.. Calls.Where(call => call.Service.File.Package == "frontdesk.admin.v1").Select(PathOf), Reflection, OldReflection];

    [Fact]
    public void Every_call_of_the_contract_stands_in_the_table()
    {
        foreach (var call in Calls)
        {
            Assert.True(Permissions.For(PathOf(call)) is not null, $"{call.FullName} is served to nobody: give it `option (role)`, and its file a place in Permissions.");
        }

        Assert.Null(Permissions.For("/frontdesk.admin.v1.Configuration/NoSuchCall"));
    }

    [Fact]
    public void A_call_that_says_no_role_is_served_to_nobody() =>
        Assert.Null(Permissions.Declared(TrustReflection.Descriptor.Services[0].Methods[0]));

    [Fact]
    public async Task Every_call_wants_a_token_of_a_role_that_allows_it()
    {
        await using var desk = await LocalDesk.StartAsync();
        var tokens = new Dictionary<Role, string>();
        foreach (var role in (Role[])[Role.Viewer, Role.Operator, Role.Admin])
        {
            tokens[role] = await desk.TokenAsync(role);
        }

        foreach (var path in OperatorsCalls)
        {
            Assert.Equal((path, StatusCode.Unauthenticated), (path, (await CallAsync(desk.Operators(null), path)).StatusCode));
            Assert.Equal((path, StatusCode.Unauthenticated), (path, (await CallAsync(desk.Operators("fdo_0123456789abcdef_" + new string('a', 64)), path)).StatusCode));

            // An empty Rollback is no dry run; an empty Apply or Sync has not said yet what it is.
            var permission = Permissions.For(path)!;
            var needed = path.EndsWith("/Rollback", StringComparison.Ordinal) ? permission.RoleToChange : permission.Role;
            foreach (var (role, token) in tokens)
            {
                var answer = await CallAsync(desk.Operators(token), path);

                Assert.Equal((path, role, role < needed), (path, role, answer.StatusCode == StatusCode.PermissionDenied));
                Assert.NotEqual((path, role, StatusCode.Unauthenticated), (path, role, answer.StatusCode));
                if (role < needed)
                {
                    Assert.StartsWith($"This needs the role {RoleNames.Of(needed)}, and your token {role} has the role {RoleNames.Of(role)}.", answer.Detail, StringComparison.Ordinal);
                }
            }
        }
    }

    [Fact]
    public async Task Health_answers_anyone_at_both_ports()
    {
        await using var desk = await LocalDesk.StartAsync();

        Assert.Equal(StatusCode.OK, (await CallAsync(desk.Operators(null), "/grpc.health.v1.Health/Check")).StatusCode);
        Assert.Equal(StatusCode.OK, (await CallAsync(desk.Edges(null), "/grpc.health.v1.Health/Watch")).StatusCode);
    }

    [Fact]
    public void Viewers_change_nothing_and_only_admins_make_tokens_and_decide_on_the_store()
    {
        string[] ofViewers = [.. Calls.Where(call => Permissions.For(PathOf(call)) is { Role: Role.Viewer, RoleToChange: Role.Unspecified }).Select(call => call.Name)];
        string[] ofAdmins = [.. Calls.Where(call => Permissions.For(PathOf(call)) is { Role: Role.Admin }).Select(call => call.Name)];

        Assert.All(ofViewers, name => Assert.Matches("^(Diff|ReadAudit|WatchLimits|Get|GetStatus|GetStore|List|ListNodes|ListUsers|ListApiKeys|Export|History|Show|Explain|WatchStatus|WaitForEdges)$", name));
        Assert.Equal(["AcceptStore", "BackUpStore", "CreateToken", "ListTokens", "RestoreBackup", "RestoreJournal", "RevokeToken"], ofAdmins.Order());
    }

    [Fact]
    public void The_page_tells_the_role_of_every_call()
    {
        var page = File.ReadAllText(Repository.PathOf("docs/operators.md"));
        foreach (var call in Calls.Where(call => call.Service.File.Package == "frontdesk.admin.v1"))
        {
            var permission = Permissions.For(PathOf(call))!;
            var role = permission.RoleToChange == Role.Unspecified
                ? RoleNames.Of(permission.Role)
                : $"{RoleNames.Of(permission.Role)}, to try; {RoleNames.Of(permission.RoleToChange)}, to change";
            Assert.Matches($@"\n\| `{call.Service.Name}\.{call.Name}` \| [^|]+ \| {role} \|\n", page);
        }
    }

    [Fact]
    public async Task Edges_calls_are_served_at_the_edges_port_only_and_operators_calls_at_theirs()
    {
        await using var desk = await LocalDesk.StartAsync();

        Assert.Equal(StatusCode.Unimplemented, (await CallAsync(desk.Operators(desk.AdminToken), "/frontdesk.edge.v1.Enrolment/Enrol")).StatusCode);
        Assert.Equal(StatusCode.Unimplemented, (await CallAsync(desk.Edges(null), "/frontdesk.admin.v1.Fleet/GetStatus")).StatusCode);
        Assert.Equal(StatusCode.Unimplemented, (await CallAsync(desk.Operators(desk.AdminToken), "/frontdesk.admin.v1.Fleet/NoSuchCall")).StatusCode);
    }

    [Fact]
    public async Task A_viewer_may_try_a_change_but_not_make_it()
    {
        await using var desk = await LocalDesk.StartAsync();
        var viewer = await desk.TokenAsync(Role.Viewer);

        var tried = await desk.ApplyAsync(new ChangeHeader { DryRun = true }, [Changes.Service("a")], token: viewer);
        var made = await desk.ApplyAsync(new ChangeHeader(), [Changes.Service("a")], token: viewer);

        Assert.Null(tried.Failure);
        Assert.Equal(1u, tried.Result.Added);
        Assert.Equal(StatusCode.PermissionDenied, made.Failure?.StatusCode);
        Assert.Equal("ERROR_REASON_ROLE_INSUFFICIENT", made.Reason);
    }

    [Fact]
    public async Task An_operator_may_change_and_is_named_in_the_history()
    {
        await using var desk = await LocalDesk.StartAsync();

        await desk.ApplyAsync(new ChangeHeader(), [Changes.Service("a")], token: await desk.TokenAsync(Role.Operator));

        var history = await desk.Configuration.HistoryAsync(new HistoryRequest(), cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal("Operator", Assert.Single(history.Revisions).Author);
    }

    [Fact]
    public async Task A_wrong_token_is_told_by_its_reason_and_stands_in_no_log()
    {
        await using var desk = await LocalDesk.StartAsync();
        var wrong = "fdo_0123456789abcdef_" + new string('a', 64);

        var refused = await Assert.ThrowsAsync<RpcException>(() => new FrontDesk.Admin.V1.Fleet.FleetClient(desk.Operators(wrong))
            .GetStatusAsync(new GetStatusRequest(), cancellationToken: TestContext.Current.CancellationToken).ResponseAsync);

        Assert.Equal(StatusCode.Unauthenticated, refused.StatusCode);
        Assert.Equal("ERROR_REASON_TOKEN_INVALID", refused.Trailers.GetValue("frontdesk-reason"));
        Assert.DoesNotContain(new string('a', 64), desk.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Wrong_tokens_from_one_address_are_bounded_and_others_go_on()
    {
        var time = new ManualTime();
        var failures = new TokenFailures(time);
        for (var i = 0; i < TokenFailures.Burst; i++)
        {
            Assert.False(failures.IsExhausted(IPAddress.Loopback));
            failures.Add(IPAddress.Loopback);
        }

        Assert.True(failures.IsExhausted(IPAddress.Loopback));
        Assert.False(failures.IsExhausted(IPAddress.Parse("192.0.2.7")));
        time.Advance(TimeSpan.FromSeconds(2));
        Assert.False(failures.IsExhausted(IPAddress.Loopback));
    }

    private static string PathOf(MethodDescriptor method) => $"/{method.Service.FullName}/{method.Name}";

    // An empty body stands for every request; what matters is who is let through to it.
    private static async Task<Status> CallAsync(CallInvoker invoker, string path)
    {
        var parts = path.Split('/');
        var marshaller = Marshallers.Create(bytes => bytes, bytes => bytes);
        var method = new Method<byte[], byte[]>(MethodType.DuplexStreaming, parts[1], parts[2], marshaller, marshaller);
        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        using var call = invoker.AsyncDuplexStreamingCall(method, null, new CallOptions(cancellationToken: bounded.Token));
        try
        {
            await call.RequestStream.WriteAsync([], TestContext.Current.CancellationToken);
            await call.RequestStream.CompleteAsync();
        }
        catch (Exception gone) when (gone is RpcException or InvalidOperationException or IOException)
        {
            // Refused before it was read: the answer tells why.
        }

        try
        {
            await call.ResponseStream.MoveNext(TestContext.Current.CancellationToken);
            return Status.DefaultSuccess;
        }
        catch (RpcException refused)
        {
            return refused.Status;
        }
    }
}
