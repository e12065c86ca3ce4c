using System.Net;
using System.Net.Sockets;
using FrontDesk.Config.V1;
using FrontDesk.Edge.Discovery;
using FrontDesk.Edge.Status;
using FrontDesk.Edge.Tests.Pipeline;
using FrontDesk.Testing.Backends;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace FrontDesk.Edge.Tests.Discovery;

public sealed class DiscoveredServiceTests
{
    private const string Get = "GET / HTTP/1.1\r\nHost: a.test\r\n\r\n";
    private const string Post = "POST / HTTP/1.1\r\nHost: a.test\r\nContent-Length: 5\r\n\r\nhello";
    private readonly ScriptedResolver _resolver = new();

    [Fact]
    public async Task Each_address_of_a_name_gets_its_share()
    {
        await using var one = await HttpBackend.StartEchoAsync("one");
        await using var two = await HttpBackend.StartAsync(context => context.Response.WriteAsync("two"), address: IPAddress.Parse("127.0.0.2"), port: one.Port);
        _resolver.Answer("app.test", "127.0.0.1", "127.0.0.2");
        await using var edge = await StartAsync($"http://app.test:{one.Port}", Balance.RoundRobin);

        var answers = new List<string>();
        for (var i = 0; i < 4; i++)
        {
            answers.Add((await edge.SendAsync(Get)).Body[..3]);
        }

        Assert.Equal(2, answers.Count(answer => answer == "one"));
        Assert.Equal(2, answers.Count(answer => answer == "two"));
    }

    [Theory]
    [InlineData(Get)]
    [InlineData(Post)]
    public async Task An_address_that_cannot_be_reached_costs_no_request(string request)
    {
        await using var service = await HttpBackend.StartAsync(async context => await context.Request.Body.CopyToAsync(context.Response.Body));
        _resolver.Answer("app.test", "127.0.0.1", "127.0.0.2", "127.0.0.3");
        await using var edge = await StartAsync($"http://app.test:{service.Port}", Balance.RoundRobin);

        // An address that failed is left alone by another task, so that a request or two more may meet it before.
        var met = 0;
        await Eventually.TrueAsync("both dead addresses to be left alone", async () =>
        {
            await AnsweredAsync(edge, request);
            met++;
            return Fit(edge) == 1;
        }, Patience.Token);
        for (var i = 0; i < 12; i++)
        {
            await AnsweredAsync(edge, request);
        }

        var log = await edge.StopAndReadLogAsync();
        Assert.All(log, line => Assert.Equal("127.0.0.1", line.GetProperty("address").GetString()));
        Assert.Contains(log, line => line.TryGetProperty("tried", out _));
        Assert.All(log.Where(line => line.TryGetProperty("tried", out _)), line => Assert.Equal(line.GetProperty("tries").GetInt32(), line.GetProperty("tried").GetArrayLength() + 1));
        // A line may come after that of the request after it.
        var later = log.OrderBy(line => line.GetProperty("time").GetDateTimeOffset()).Skip(met).ToList();
        Assert.Equal(12, later.Count);
        Assert.All(later, line => Assert.False(line.TryGetProperty("tried", out _)));
    }

    [Fact]
    public async Task A_name_none_of_whose_addresses_can_be_reached_is_answered_with_502()
    {
        _resolver.Answer("app.test", "127.0.0.2", "127.0.0.3");
        await using var edge = await StartAsync($"http://app.test:{ClosedPort()}");
        Assert.Equal(502, (await edge.SendAsync(Get)).Status);
        Assert.Equal(502, (await edge.SendAsync(Get)).Status);
    }

    [Fact]
    public async Task A_name_that_never_resolved_is_shown_and_answered_with_503_until_it_does()
    {
        await using var service = await HttpBackend.StartEchoAsync("one");
        await using var edge = await StartAsync($"http://app.test:{service.Port}");
        var degradations = edge.Services.GetRequiredService<Degradations>();

        Assert.Equal(503, (await edge.SendAsync(Get)).Status);
        Assert.Contains("app.test does not resolve", Assert.Single(degradations.Current).Reason, StringComparison.Ordinal);

        var changed = degradations.Changed;
        _resolver.Answer("app.test", "127.0.0.1");
        await changed.WaitAsync(Patience.Token);
        Assert.Empty(degradations.Current);
        Assert.Equal(200, (await edge.SendAsync(Get)).Status);
    }

    [Fact]
    public async Task A_request_under_way_outlives_its_address()
    {
        var arrived = new TaskCompletionSource();
        var answer = new TaskCompletionSource();
        await using var old = await HttpBackend.StartAsync(async context =>
        {
            await context.Response.WriteAsync("o");
            await context.Response.Body.FlushAsync();
            arrived.SetResult();
            await answer.Task;
            await context.Response.WriteAsync("ld");
        });
        await using var young = await HttpBackend.StartAsync(context => context.Response.WriteAsync("new"), address: IPAddress.Parse("127.0.0.2"), port: old.Port);
        _resolver.Answer("app.test", "127.0.0.1");
        await using var edge = await StartAsync($"http://app.test:{old.Port}");
        var running = edge.SendAsync(Get);
        await arrived.Task.WaitAsync(Patience.Token);

        var changed = new TaskCompletionSource();
        edge.Services.GetRequiredService<NameWatch>().Watch("app.test").Changed += () => changed.TrySetResult();
        _resolver.Answer("app.test", "127.0.0.2");
        await changed.Task.WaitAsync(Patience.Token);
        Assert.Equal("new", (await edge.SendAsync(Get)).Body);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        answer.SetResult();

        Assert.Equal("old", (await running).Body);
    }

    [Fact]
    public async Task A_service_that_goes_takes_its_names_and_what_was_shown_of_it_along()
    {
        await using var edge = await StartAsync("http://app.test:1");
        Assert.Equal(1, edge.Services.GetRequiredService<NameWatch>().Count);

        await edge.ChangeAsync(Given.Service("app", "http://127.0.0.1:1"));

        Assert.Equal(0, edge.Services.GetRequiredService<NameWatch>().Count);
        Assert.Empty(edge.Services.GetRequiredService<Degradations>().Current);
    }

    [Fact]
    public async Task The_hosts_own_resolver_knows_what_is_in_its_files() =>
        Assert.Contains(IPAddress.Loopback, await new SystemResolver().ResolveAsync("localhost", TestContext.Current.CancellationToken));

    private static async Task AnsweredAsync(RunningEdge edge, string request)
    {
        var answer = await edge.SendAsync(request);
        Assert.Equal(200, answer.Status);
        Assert.Equal(request == Post ? "hello" : "", answer.Body);
    }

    private static int Fit(RunningEdge edge) => edge.Snapshot.Services.TryGetValue("app", out var service) ? service.Pool.Fit : -1;

    private Task<RunningEdge> StartAsync(string url, Balance balance = Balance.Unspecified)
    {
        var service = Given.Service("app", url);
        service.Service.Balance = balance;
        return RunningEdge.StartAsync(Scripted, service, Given.Route("app", "app"));
    }

    private void Scripted(IServiceCollection services) => services.AddSingleton<IResolver>(_resolver).AddSingleton(provider => new NameWatch(
        _resolver, TimeProvider.System, NullLogger<NameWatch>.Instance, TimeSpan.FromMilliseconds(100)));

    private static int ClosedPort()
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
