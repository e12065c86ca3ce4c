using FrontDesk.Config.V1;
using FrontDesk.Edge.Forwarding;
using FrontDesk.Edge.Tests.Pipeline;
using FrontDesk.Testing.Backends;
using Google.Protobuf.WellKnownTypes;
using Microsoft.AspNetCore.Http;

namespace FrontDesk.Edge.Tests.Forwarding;

public sealed class ConnectionLimitsTests
{
    private const string Get = "GET / HTTP/1.1\r\nHost: a.test\r\n\r\n";

    [Fact]
    public async Task What_finds_no_place_is_told_to_come_again()
    {
        var release = new TaskCompletionSource();
        await using var service = await HttpBackend.StartAsync(async context =>
        {
            await release.Task;
            await context.Response.WriteAsync("done");
        });
        await using var edge = await StartAsync(new() { Max = 2 }, service.Url);
        var running = new[] { edge.SendAsync(Get), edge.SendAsync(Get) };
        await ActiveAsync(edge, 2);

        var refused = await edge.SendAsync(Get);
        Assert.Equal(503, refused.Status);
        Assert.Equal("1", refused.Header("retry-after"));

        release.SetResult();
        Assert.All(await Task.WhenAll(running), answer => Assert.Equal("done", answer.Body));
        Assert.Equal(200, (await edge.SendAsync(Get)).Status);
    }

    [Fact]
    public async Task What_waits_gets_the_place_that_comes_free()
    {
        using var places = new SemaphoreSlim(0);
        var under_way = 0;
        var most = 0;
        await using var service = await HttpBackend.StartAsync(async context =>
        {
            most = Math.Max(most, Interlocked.Increment(ref under_way));
            await places.WaitAsync();
            Interlocked.Decrement(ref under_way);
        });
        await using var edge = await StartAsync(new() { Max = 1, MaxPending = 10, PendingTimeout = Duration.FromTimeSpan(TimeSpan.FromMinutes(1)) }, service.Url + "/a", service.Url + "/b");
        var running = Enumerable.Range(0, 12).Select(_ => edge.SendAsync(Get)).ToArray();
        await Eventually.TrueAsync("ten that wait", () => Task.FromResult(Room(edge).Count == 10), Patience.Token);
        Assert.Equal(503, (await edge.SendAsync(Get)).Status);
        await Eventually.TrueAsync("two at the service", () => Task.FromResult(Volatile.Read(ref under_way) == 2), Patience.Token);

        places.Release(12);

        Assert.All(await Task.WhenAll(running), answer => Assert.Equal(200, answer.Status));
        Assert.Equal(2, most);
        Assert.Equal(0, Room(edge).Count);
    }

    [Fact]
    public async Task What_waits_in_vain_is_told_to_come_again_and_leaves_the_place_to_the_next()
    {
        var release = new TaskCompletionSource();
        await using var service = await HttpBackend.StartAsync(_ => release.Task);
        await using var edge = await StartAsync(new() { Max = 1, MaxPending = 1, PendingTimeout = Duration.FromTimeSpan(TimeSpan.FromMilliseconds(50)) }, service.Url);
        var running = edge.SendAsync(Get);
        await ActiveAsync(edge, 1);

        Assert.Equal(503, (await edge.SendAsync(Get)).Status);
        release.SetResult();
        Assert.Equal(200, (await running).Status);
        Assert.Equal(200, (await edge.SendAsync(Get)).Status);
    }

    [Fact]
    public async Task A_client_that_leaves_while_it_waits_leaves_no_trace()
    {
        var release = new TaskCompletionSource();
        await using var service = await HttpBackend.StartAsync(_ => release.Task);
        await using var edge = await StartAsync(new() { Max = 1, MaxPending = 5, PendingTimeout = Duration.FromTimeSpan(TimeSpan.FromMinutes(1)) }, service.Url);
        var running = edge.SendAsync(Get);
        await ActiveAsync(edge, 1);
        await using (var connection = await edge.ConnectAsync())
        {
            await connection.SendAsync(Get, TestContext.Current.CancellationToken);
            await Eventually.TrueAsync("one that waits", () => Task.FromResult(Room(edge).Count == 1), Patience.Token);
        }

        await Eventually.TrueAsync("none that waits", () => Task.FromResult(Room(edge).Count == 0), Patience.Token);
        release.SetResult();
        Assert.Equal(200, (await running).Status);
        Assert.Equal(200, (await edge.SendAsync(Get)).Status);
    }

    private static WaitingRoom Room(RunningEdge edge) => State(edge).WaitingRoom;

    private static ServiceState State(RunningEdge edge) => edge.Snapshot.Services.TryGetValue("app", out var service) ? service : throw new InvalidOperationException("There is no such service.");

    private static Task ActiveAsync(RunningEdge edge, int count) =>
        Eventually.TrueAsync($"{count} under way", () => Task.FromResult(State(edge).Pool.All.Sum(endpoint => endpoint.State.Active) == count), Patience.Token);

    private static Task<RunningEdge> StartAsync(ConnectionLimits limits, params string[] urls)
    {
        var service = Given.Service("app", urls);
        service.Service.Connections = limits;
        return RunningEdge.StartAsync(service, Given.Route("app", "app"));
    }
}
