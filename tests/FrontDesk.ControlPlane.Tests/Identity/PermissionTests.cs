using System.Net;
using FrontDesk.Admin.V1;
using FrontDesk.ControlPlane.Identity;
using FrontDesk.ControlPlane.Tests.Admin;
using FrontDesk.ControlPlane.Tests.Hosting;
using FrontDesk.ControlPlane.Tests.Revisions;
using FrontDesk.Edge.V1;
using Google.Protobuf.Reflection;
using Grpc.Core;

namespace FrontDesk.ControlPlane.Tests.Identity;

public sealed class PermissionTests
{
    private static readonly IEnumerable<ServiceDescriptor> Services =
        [.. ConfigurationReflection.Descriptor.Services, .. FleetReflection.Descriptor.Services, .. StorageReflection.Descriptor.Services,
        .. TrustReflection.Descriptor.Services, .. EnrolmentReflection.Descriptor.Services, .. SyncReflection.Descriptor.Services];

    // An empty Rollback is no dry run; an empty Apply or Sync has not said yet what it is.
    private static readonly HashSet<string> ForOperatorsOnly =
    [
        "CreateJoinToken", "Rollback", "RevokeNode", "RemoveNode", "DrainNode", "ResumeNode", "MoveNode",
        .. StorageReflection.Descriptor.Services.SelectMany(service => service.Methods).Select(method => method.Name),
    ];
    private static readonly HashSet<string> ChangesUnlessDryRun = ["Apply", "Sync", "Rollback"];

    [Fact]
    public void Every_call_of_the_contract_stands_in_the_table()
    {
        foreach (var method in Services.SelectMany(service => service.Methods))
        {
            Assert.NotNull(Permissions.For(PathOf(method)));
        }

        Assert.Null(Permissions.For("/frontdesk.admin.v1.Configuration/NoSuchCall"));
    }

    [Fact]
    public async Task Every_call_wants_a_token_of_a_role_that_allows_it()
    {
        await using var desk = await LocalDesk.StartAsync();
        var viewer = await desk.TokenAsync(Role.Viewer);
        foreach (var method in ConfigurationReflection.Descriptor.Services.Concat(FleetReflection.Descriptor.Services).Concat(StorageReflection.Descriptor.Services).SelectMany(service => service.Methods))
        {
            var path = PathOf(method);
            Assert.Equal(StatusCode.Unauthenticated, await CallAsync(desk.Operators(null), path));
            Assert.Equal(StatusCode.Unauthenticated, await CallAsync(desk.Operators("fdo_0123456789abcdef_" + new string('a', 64)), path));
            Assert.Equal(ForOperatorsOnly.Contains(method.Name), await CallAsync(desk.Operators(viewer), path) == StatusCode.PermissionDenied);
            Assert.Equal(ChangesUnlessDryRun.Contains(method.Name), Permissions.For(path)!.ToChange == Role.Operator);
        }
    }

    [Fact]
    public async Task The_store_is_looked_after_by_admins_only()
    {
        await using var desk = await LocalDesk.StartAsync();
        var @operator = await desk.TokenAsync(Role.Operator);
        foreach (var method in StorageReflection.Descriptor.Services.SelectMany(service => service.Methods))
        {
            Assert.Equal(StatusCode.PermissionDenied, await CallAsync(desk.Operators(@operator), PathOf(method)));
        }
    }

    [Fact]
    public async Task Edges_calls_are_served_at_the_edges_port_only_and_operators_calls_at_theirs()
    {
        await using var desk = await LocalDesk.StartAsync();

        Assert.Equal(StatusCode.Unimplemented, await CallAsync(desk.Operators(desk.AdminToken), "/frontdesk.edge.v1.Enrolment/Enrol"));
        Assert.Equal(StatusCode.Unimplemented, await CallAsync(desk.Edges(null), "/frontdesk.admin.v1.Fleet/GetStatus"));
        Assert.Equal(StatusCode.Unimplemented, await CallAsync(desk.Operators(desk.AdminToken), "/frontdesk.admin.v1.Fleet/NoSuchCall"));
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
    private static async Task<StatusCode> CallAsync(CallInvoker invoker, string path)
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
            return StatusCode.OK;
        }
        catch (RpcException refused)
        {
            return refused.StatusCode;
        }
    }
}
