using System.Text.RegularExpressions;
using FrontDesk.Edge.Tests.Pipeline;

namespace FrontDesk.Edge.Tests.Transforms;

/// <summary>What of a request's headers a service gets, looked at on the wire.</summary>
public sealed partial class RequestHeadersTests
{
    private const string Trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    [Theory]
    [InlineData("Keep-Alive: timeout=5")]
    [InlineData("Proxy-Connection: keep-alive")]
    [InlineData("Proxy-Authorization: Basic eDp5")]
    [InlineData("TE: gzip")]
    [InlineData("Upgrade: foo/2")]
    [InlineData("X-Mine: a\r\nConnection: X-Mine")]
    [InlineData("X-Mine: a\r\nConnection: foo, x-mine")]
    [InlineData("X-Mine: a\r\nConnection: foo\r\nConnection: foo,X-MINE ,bar")]
    [InlineData("X-Mine: a\r\nConnection: close, X-Mine")]
    [InlineData("X-Mine: a\r\nConnection: x-mine,close")]
    [InlineData("X-Mine: a\r\nConnection: keep-alive, X-Mine")]
    [InlineData("X-Mine: a\r\nUpgrade: foo\r\nConnection: Upgrade,X-Mine")]
    [InlineData("X-Forwarded-Server: evil")]
    [InlineData("X-Forwarded-Prefix: /evil")]
    [InlineData("Forwarded: for=192.0.2.1;proto=https")]
    public async Task Headers_about_the_connection_or_by_strangers_about_the_way_end_at_the_edge(string header)
    {
        await using var service = RecordingBackend.Start();
        await using var edge = await service.BehindEdgeAsync();

        await edge.SendAsync($"GET / HTTP/1.1\r\nHost: a.test\r\n{header}\r\nX-Other: kept\r\n\r\n");

        Assert.Null(service.Value(header[..header.IndexOf(':', StringComparison.Ordinal)]));
        Assert.Equal("kept", service.Value("x-other"));
        Assert.DoesNotContain("x-mine", service.Value("connection") ?? "", StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("close, x-mine", "/")]
    [InlineData("x-mine,Close", "/")]
    [InlineData("close, x-mine", "/%00")]
    public async Task A_client_that_asks_to_close_and_names_a_header_is_answered_and_closed(string connection, string path)
    {
        await using var service = RecordingBackend.Start();
        await using var edge = await service.BehindEdgeAsync();
        await using var client = await edge.ConnectAsync();

        await client.SendAsync($"GET {path} HTTP/1.1\r\nHost: a.test\r\nConnection: {connection}\r\n\r\n", Patience.Token);

        Assert.Equal("close", (await client.ReadAnswerAsync(Patience.Token)).Header("connection"));
        Assert.True(await client.IsClosedAsync(Patience.Token));
    }

    [Fact]
    public async Task Framing_and_host_cannot_be_named_away_by_Connection()
    {
        await using var service = RecordingBackend.Start();
        await using var edge = await service.BehindEdgeAsync();

        await edge.SendAsync("POST / HTTP/1.1\r\nHost: a.test\r\nConnection: host, content-length, x-forwarded-for, via\r\nContent-Length: 2\r\n\r\nok");

        Assert.Equal("a.test", service.Value("host"));
        Assert.Equal("2", service.Value("content-length"));
        Assert.Equal("127.0.0.1", service.Value("x-forwarded-for"));
        Assert.Equal("1.1 frontdesk", service.Value("via"));
    }

    [Fact]
    public async Task All_other_headers_come_as_they_were_sent()
    {
        await using var service = RecordingBackend.Start();
        await using var edge = await service.BehindEdgeAsync();

        await edge.SendAsync(
            "GET / HTTP/1.1\r\nHost: a.test\r\nAccept: text/html;q=0.5, */*\r\nAuthorization: Basic eDp5\r\nCookie: a=b; c=\"d\"\r\nX-Empty:\r\nX-Upper: \u00e4\u00f6\u00fc\r\n"
            + "Accept-Encoding: gzip, br\r\nRange: bytes=0-5\r\nIf-None-Match: W/\"x\"\r\nUser-Agent: Mozilla/5.0 (X11; Linux) weird  spaces\r\nOrigin: null\r\nDate: no date\r\n"
            + $"traceparent: {Trace}\r\ntracestate: a=b,c=d\r\nbaggage: x=y\r\n\r\n");

        string[] names = ["accept", "authorization", "cookie", "x-empty", "x-upper", "accept-encoding", "range", "if-none-match", "user-agent", "origin", "date", "tracestate", "baggage"];
        Assert.Equal(
            ["text/html;q=0.5, */*", "Basic eDp5", "a=b; c=\"d\"", "", "\u00e4\u00f6\u00fc", "gzip, br", "bytes=0-5", "W/\"x\"", "Mozilla/5.0 (X11; Linux) weird  spaces", "null", "no date", "a=b,c=d", "x=y"],
            names.Select(service.Value));
        Assert.Null(service.Value("content-length"));
        Assert.Null(service.Value("transfer-encoding"));
    }

    [Fact]
    public async Task A_gateway_is_added_to_Via()
    {
        await using var service = RecordingBackend.Start();
        await using var edge = await service.BehindEdgeAsync();

        await edge.SendAsync("GET / HTTP/1.1\r\nHost: a.test\r\nVia: 1.0 first, 1.1 second\r\n\r\n");

        Assert.Equal("1.0 first, 1.1 second, 1.1 frontdesk", string.Join(", ", service.Values("via")));
    }

    [Theory]
    [InlineData(Trace, "00-0af7651916cd43dd8448eb211c80319c-", "-01")]
    [InlineData("cc-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-what-the-future-brings", "00-0af7651916cd43dd8448eb211c80319c-", "-01")]
    [InlineData(null, "00-", "-00")]
    public async Task A_trace_is_continued_or_begun(string? received, string start, string end)
    {
        await using var service = RecordingBackend.Start();
        await using var edge = await service.BehindEdgeAsync();

        await edge.SendAsync($"GET / HTTP/1.1\r\nHost: a.test\r\n{(received is null ? "" : $"traceparent: {received}\r\n")}\r\n");

        var sent = service.Value("traceparent")!;
        Assert.Matches(TraceParent(), sent);
        Assert.StartsWith(start, sent, StringComparison.Ordinal);
        Assert.EndsWith(end, sent, StringComparison.Ordinal);
        Assert.DoesNotContain("b7ad6b7169203331", sent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("00-00000000000000000000000000000000-b7ad6b7169203331-01")]
    [InlineData("00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01")]
    [InlineData("ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")]
    [InlineData("00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01")]
    [InlineData("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more")]
    [InlineData("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331")]
    [InlineData("garbage")]
    [InlineData(Trace + "\r\ntraceparent: " + Trace)]
    public async Task A_trace_that_is_none_is_replaced_and_its_state_goes_with_it(string received)
    {
        await using var service = RecordingBackend.Start();
        await using var edge = await service.BehindEdgeAsync();

        await edge.SendAsync($"GET / HTTP/1.1\r\nHost: a.test\r\ntraceparent: {received}\r\ntracestate: a=b\r\n\r\n");

        Assert.Matches(TraceParent(), service.Value("traceparent")!);
        Assert.DoesNotContain("0af7651916cd43dd8448eb211c80319c", service.Value("traceparent")!, StringComparison.Ordinal);
        Assert.Null(service.Value("tracestate"));
    }

    [Theory]
    [InlineData("abc-DEF_123.4:5/6+7=8@9", true, true)]
    [InlineData("abc", false, false)]
    [InlineData("a b", true, false)]
    [InlineData("a\"}b", true, false)]
    [InlineData("", true, false)]
    [InlineData("a\r\nX-Request-Id: b", true, false)]
    public async Task A_request_id_is_taken_from_trusted_proxies_only_and_only_when_it_is_harmless(string received, bool trusted, bool kept)
    {
        await using var service = RecordingBackend.Start();
        await using var edge = await service.BehindEdgeAsync(trusted: trusted ? ["127.0.0.0/8"] : []);

        await edge.SendAsync($"GET / HTTP/1.1\r\nHost: a.test\r\nX-Request-Id: {received}\r\n\r\n");

        var sent = service.Value("x-request-id")!;
        Assert.Equal(kept, sent == received);
        Assert.Matches(kept ? ".+" : "^[0-9a-f]{32}$", sent);
        Assert.Equal(sent, (await edge.StopAndReadLogAsync())[0].GetProperty("request").GetString());
    }

    [Theory]
    [InlineData("", "a.test:81")]
    [InlineData("endpoint", "ENDPOINT")]
    [InlineData("inner.example.org", "inner.example.org")]
    public async Task The_service_sees_the_host_that_it_is_configured_to(string mode, string expected)
    {
        await using var service = RecordingBackend.Start();
        await using var edge = await service.BehindEdgeAsync(service: to => to.Host = mode);

        await edge.SendAsync("GET / HTTP/1.1\r\nHost: a.test:81\r\n\r\n");

        Assert.Equal(expected == "ENDPOINT" ? service.Url["http://".Length..] : expected, service.Value("host"));
        Assert.Equal("a.test:81", service.Value("x-forwarded-host"));
        Assert.Equal("81", service.Value("x-forwarded-port"));
    }

    [Fact]
    public async Task Headers_are_removed_then_set_then_added()
    {
        await using var service = RecordingBackend.Start();
        await using var edge = await service.BehindEdgeAsync(route => route.Request = new()
        {
            Headers = new() { Remove = { "x-gone", "user-agent" }, Set = { ["x-set"] = "1", ["x-new"] = "2" }, Add = { ["x-added"] = "3", ["x-set"] = "4" } },
        });

        await edge.SendAsync(
            "GET / HTTP/1.1\r\nHost: a.test\r\nX-Gone: a\r\nX-Gone: b\r\nUser-Agent: c\r\nX-Set: old\r\nx-set: older\r\nX-Added: 1\r\nX-Added: 2\r\n\r\n");

        Assert.Null(service.Value("x-gone"));
        Assert.Null(service.Value("user-agent"));
        Assert.Equal("2", service.Value("x-new"));
        Assert.Equal("1, 4", string.Join(", ", service.Values("x-set")));
        Assert.Equal("1, 2, 3", string.Join(", ", service.Values("x-added")));
    }

    [GeneratedRegex("^00-[0-9a-f]{32}-[0-9a-f]{16}-0[01]$")]
    private static partial Regex TraceParent();
}
