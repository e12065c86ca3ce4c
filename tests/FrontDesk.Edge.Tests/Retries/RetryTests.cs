using FrontDesk.Edge.Tests.Pipeline;
using FrontDesk.Testing.Backends;
using FrontDesk.Testing.Networking;

namespace FrontDesk.Edge.Tests.Retries;

public sealed class RetryTests
{
    private const string Get = "GET / HTTP/1.1\r\nHost: a.test\r\n\r\n";

    [Theory]
    [InlineData(Get)]
    [InlineData("POST / HTTP/1.1\r\nHost: a.test\r\nContent-Length: 5\r\n\r\nhello")]
    [InlineData("POST / HTTP/1.1\r\nHost: a.test\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n")]
    public async Task What_could_not_be_sent_at_all_is_sent_to_another_endpoint_whatever_it_is(string request)
    {
        await using var service = await HttpBackend.StartAsync(async context => await context.Request.Body.CopyToAsync(context.Response.Body));
        await using var edge = await StartAsync(new(), $"http://127.0.0.1:{FreePort.Next()}", service.Url);

        for (var i = 0; i < 4; i++)
        {
            var answer = await edge.SendAsync(request);
            Assert.Equal(200, answer.Status);
            Assert.Equal(request == Get ? "" : "hello", answer.Body);
        }
    }

    [Fact]
    public async Task A_request_that_broke_is_sent_to_another_endpoint_and_the_log_shows_both()
    {
        await using var broken = RawBackend.StartResetting();
        await using var service = await HttpBackend.StartEchoAsync("good");
        await using var edge = await StartAsync(new(), broken.Url, service.Url);

        Assert.Equal(200, (await edge.SendAsync(Get)).Status);
        Assert.Equal(200, (await edge.SendAsync(Get)).Status);

        var retried = (await edge.StopAndReadLogAsync()).Single(line => line.TryGetProperty("tries", out _));
        Assert.Equal(2, retried.GetProperty("tries").GetInt32());
        Assert.Equal(broken.Url, retried.GetProperty("tried")[0].GetString());
        Assert.Equal(service.Url, retried.GetProperty("endpoint").GetString());
    }

    [Fact]
    public async Task A_body_that_was_kept_is_sent_again_whole()
    {
        await using var broken = RawBackend.StartResetting();
        await using var service = await HttpBackend.StartAsync(async context => await context.Request.Body.CopyToAsync(context.Response.Body));
        await using var edge = await StartAsync(new() { MaxBody = 10 }, broken.Url, service.Url);

        Assert.Equal("0123456789", (await edge.SendAsync("PUT / HTTP/1.1\r\nHost: a.test\r\nContent-Length: 10\r\n\r\n0123456789")).Body);
        Assert.Equal("0123456789", (await edge.SendAsync("PUT / HTTP/1.1\r\nHost: a.test\r\nContent-Length: 10\r\n\r\n0123456789")).Body);
        Assert.Equal(1, broken.Connections);
    }

    [Theory]
    [InlineData("POST / HTTP/1.1\r\nHost: a.test\r\nContent-Length: 2\r\n\r\nhi")]
    [InlineData("POST / HTTP/1.1\r\nHost: a.test\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("PATCH / HTTP/1.1\r\nHost: a.test\r\nContent-Length: 2\r\n\r\nhi")]
    [InlineData("BREW / HTTP/1.1\r\nHost: a.test\r\n\r\n")]
    [InlineData("PUT / HTTP/1.1\r\nHost: a.test\r\nContent-Length: 11\r\n\r\n01234567890")]
    [InlineData("PUT / HTTP/1.1\r\nHost: a.test\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: a.test\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")]
    public async Task A_request_that_is_not_safe_to_repeat_is_never_sent_twice(string request)
    {
        await using var one = RawBackend.StartResetting();
        await using var two = RawBackend.StartAnswering("HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
        await using var edge = await StartAsync(new() { MaxBody = 10, Attempts = 10, When = { "connect-failure", "reset", "503" } }, one.Url, two.Url);

        for (var i = 1; i <= 6; i++)
        {
            var status = (await edge.SendAsync(request)).Status;
            Assert.True(status is 501 or 502 or 503, $"{status}");
            Assert.Equal(status == 501 ? 0 : i, one.Connections + two.Connections);
        }
    }

    [Fact]
    public async Task An_answer_of_a_status_that_is_named_is_thrown_away_and_another_endpoint_asked()
    {
        await using var broken = RawBackend.StartAnswering("HTTP/1.1 502 Bad Gateway\r\nConnection: close\r\nX-From: broken\r\nContent-Length: 3\r\n\r\nbad");
        await using var service = await HttpBackend.StartEchoAsync("good");
        await using var edge = await StartAsync(new() { When = { "502" } }, broken.Url, service.Url);

        for (var i = 0; i < 4; i++)
        {
            var answer = await edge.SendAsync(Get);
            Assert.Equal(200, answer.Status);
            Assert.Null(answer.Header("x-from"));
            Assert.StartsWith("good", answer.Body);
        }
    }

    [Fact]
    public async Task An_answer_of_another_status_is_passed_on()
    {
        await using var broken = RawBackend.StartAnswering("HTTP/1.1 500 Oops\r\nConnection: close\r\nContent-Length: 3\r\n\r\nbad");
        await using var edge = await StartAsync(new() { When = { "502" } }, broken.Url + "/a", broken.Url + "/b");
        var answer = await edge.SendAsync(Get);
        Assert.Equal((500, "bad"), (answer.Status, answer.Body));
        Assert.Equal(1, broken.Connections);
    }

    [Fact]
    public async Task There_are_no_more_tries_than_allowed_each_at_another_endpoint()
    {
        await using var broken = RawBackend.StartResetting();
        await using var edge = await StartAsync(new() { Attempts = 2 }, broken.Url + "/a", broken.Url + "/b", broken.Url + "/c", broken.Url + "/d");

        Assert.Equal(502, (await edge.SendAsync(Get)).Status);

        Assert.Equal(3, broken.Connections);
        var line = Assert.Single(await edge.StopAndReadLogAsync());
        var tried = line.GetProperty("tried").EnumerateArray().Select(url => url.GetString()).Append(line.GetProperty("endpoint").GetString()).ToList();
        Assert.Equal(3, tried.Distinct().Count());
    }

    [Fact]
    public async Task An_answer_that_began_is_not_asked_for_again()
    {
        await using var cut = RawBackend.StartAnswering("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
        await using var edge = await StartAsync(new() { Attempts = 5 }, cut.Url + "/a", cut.Url + "/b");
        await Assert.ThrowsAnyAsync<Exception>(() => edge.SendAsync(Get));
        Assert.Equal(1, cut.Connections);
    }

    [Fact]
    public async Task The_time_limit_holds_for_all_tries_together()
    {
        await using var silent = RawBackend.StartSilent();
        var service = Service(new() { Attempts = 5 }, silent.Url + "/a", silent.Url + "/b").With(firstByte: TimeSpan.FromMilliseconds(300));
        await using var edge = await RunningEdge.StartAsync(service, Given.Route("app", "app"));
        Assert.Equal(504, (await edge.SendAsync(Get)).Status);
        Assert.Equal(1, silent.Connections);
    }

    [Fact]
    public async Task Retries_make_no_storm_of_a_service_that_fails_wholly()
    {
        const int Requests = 150;
        await using var broken = RawBackend.StartResetting();
        await using var edge = await StartAsync(new() { Attempts = 3, Budget = 20 }, [.. Enumerable.Range(0, 10).Select(i => $"{broken.Url}/{i}")]);

        for (var i = 0; i < Requests; i++)
        {
            Assert.Equal(502, (await edge.SendAsync(Get)).Status);
        }

        // Ten are always allowed in ten seconds, and there may be more than ten seconds.
        Assert.InRange(broken.Connections - Requests, 10, (Requests / 5) + 60);
    }

    [Fact]
    public async Task A_client_that_breaks_its_body_off_is_told_so()
    {
        await using var service = await HttpBackend.StartEchoAsync("good");
        await using var edge = await StartAsync(new(), service.Url);
        await using var connection = await edge.ConnectAsync();
        await connection.SendAsync("PUT / HTTP/1.1\r\nHost: a.test\r\nTransfer-Encoding: chunked\r\n\r\nnonsense\r\n", TestContext.Current.CancellationToken);
        Assert.Equal(400, (await connection.ReadAnswerAsync(TestContext.Current.CancellationToken)).Status);
    }

    private static Task<RunningEdge> StartAsync(Config.V1.Retries retries, params string[] urls) => RunningEdge.StartAsync(Service(retries, urls), Given.Route("app", "app"));

    private static Config.V1.Resource Service(Config.V1.Retries retries, params string[] urls)
    {
        var service = Given.Service("app", urls);
        service.Service.Balance = Config.V1.Balance.RoundRobin;
        service.Service.Retries = retries;
        return service;
    }
}
