using System.Globalization;
using System.Net.Sockets;
using System.Text;
using FrontDesk.Edge.Tests.Pipeline;
using FrontDesk.Testing.Backends;
using FrontDesk.Testing.Networking;

namespace FrontDesk.Edge.Tests.Forwarding.Http1;

/// <summary>
/// Services that break the rules of HTTP/1.1: the client gets the right status, or sees that its answer is not whole; the connection is given up, and nothing of what was on it is in
/// the next answer.
/// </summary>
public sealed class MisbehaviourTests
{
    private const string Ok = "HTTP/1.1 200 OK\r\n";
    private const string Get = "GET / HTTP/1.1\r\nHost: a.test\r\n\r\n";

    private static CancellationToken Stop => Patience.Token;

    /// <summary>What a service sends before it closes, and the status that the client gets; 0 where the answer is broken off, or 502 where nothing of it was passed on yet.</summary>
    public static TheoryData<string, string, int> Answers => new()
    {
        { "nothing", "", 502 },
        { "no HTTP", "hello\r\n\r\n", 502 },
        { "the frames of HTTP/2", "\0\0\u000c\u0004\0\0\0\0\0\0\u0003\0\0\0d\0\u0004\0\0", 502 },
        { "a head cut off", Ok + "X-A: b\r\nX-B", 502 },
        { "a folded header", Ok + "X-A: b\r\n c\r\nContent-Length: 0\r\n\r\n", 502 },
        { "a bare line feed", Ok + "X-A: b\nContent-Length: 0\r\n\r\n", 502 },
        { "a control character", Ok + "X-A: \u0001\r\nContent-Length: 0\r\n\r\n", 502 },
        { "length and coding", Ok + "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 502 },
        { "two lengths", Ok + "Content-Length: 4\r\nContent-Length: 5\r\n\r\nabcd", 502 },
        { "a length that is none", Ok + "Content-Length: four\r\n\r\nabcd", 502 },
        { "an unknown coding", Ok + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", 502 },
        { "an upgrade that nobody asked for", "HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n", 502 },
        { "a 101 without a protocol", "HTTP/1.1 101 Switching Protocols\r\n\r\n", 502 },
        { "an interim answer alone", "HTTP/1.1 100 Continue\r\n\r\n", 502 },
        { "interim answers without end", string.Concat(Enumerable.Repeat("HTTP/1.1 102 Processing\r\n\r\n", 100)), 502 },
        { "too many headers", Ok + string.Concat(Enumerable.Range(0, 300).Select(i => $"X-{i}: a\r\n")) + "Content-Length: 0\r\n\r\n", 502 },
        { "too long a header", Ok + "X: " + new string('x', 80_000) + "\r\nContent-Length: 0\r\n\r\n", 502 },
        { "too little", Ok + "Content-Length: 10\r\n\r\nabcd", 0 },
        { "chunks cut off", Ok + "Transfer-Encoding: chunked\r\n\r\n4\r\nabcd\r\n", 0 },
        { "a chunk cut off", Ok + "Transfer-Encoding: chunked\r\n\r\nA\r\nabcd", 0 },
        { "a chunk without its end", Ok + "Transfer-Encoding: chunked\r\n\r\n4\r\nabcdef\r\n0\r\n\r\n", 0 },
        { "a second chunk of no size", Ok + "Transfer-Encoding: chunked\r\n\r\n4\r\nabcd\r\nx\r\n", 0 },
        { "a second chunk of a negative size", Ok + "Transfer-Encoding: chunked\r\n\r\n4\r\nabcd\r\n-4\r\nabcd\r\n", 0 },
        { "a second chunk of too large a size", Ok + "Transfer-Encoding: chunked\r\n\r\n4\r\nabcd\r\nFFFFFFFFFFFFFFFFF\r\n", 0 },
        { "trailers without end", Ok + "Transfer-Encoding: chunked\r\n\r\n4\r\nabcd\r\n0\r\n" + string.Concat(Enumerable.Repeat("X: y\r\n", 5000)), 0 },
        { "more than its length", Ok + "Content-Length: 4\r\n\r\nabcdHTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil", 200 },
        { "more than its last chunk", Ok + "Transfer-Encoding: chunked\r\n\r\n4\r\nabcd\r\n0\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil", 200 },
        { "a body after 204", "HTTP/1.1 204 No Content\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil", 204 },
        { "early hints before its answer", "HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n" + Ok + "Content-Length: 4\r\nConnection: close\r\n\r\nabcd", 200 },
    };

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task A_bad_answer_harms_its_own_request_at_most(string what, string bytes, int status)
    {
        Assert.NotEmpty(what);
        var isFirst = 1;
        await using var service = RawBackend.Start(async (socket, stop) =>
        {
            await RawBackend.ReadHeadAsync(socket, stop);
            var answer = Interlocked.Exchange(ref isFirst, 0) == 1 ? bytes : Ok + "Content-Length: 4\r\n\r\nnext";
            await socket.SendAsync(Encoding.Latin1.GetBytes(answer), stop);
            socket.Shutdown(SocketShutdown.Send);
            await DrainAsync(socket, stop);
        });
        await using var edge = await RunningEdge.StartAsync(Given.Service("odd", service.Url), Given.Route("odd", "odd"));

        Assert.Contains(await AskAsync(edge, status is 200 ? "abcd" : null), status == 0 ? [0, 502] : new[] { status });
        Assert.Equal("next", (await edge.SendAsync(Get)).Body);
        Assert.Equal(2, service.Connections);
    }

    [Theory]
    [InlineData("", 502)]
    [InlineData("HTTP/1.1 200 OK\r\nX-A: b", 502)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabcd", 0)]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nabcd\r\n", 0)]
    public async Task A_reset_is_502_before_the_answer_and_breaks_it_off_within(string before, int status)
    {
        var sent = new SemaphoreSlim(0);
        var isFirst = 1;
        await using var service = RawBackend.Start(async (socket, stop) =>
        {
            await RawBackend.ReadHeadAsync(socket, stop);
            if (Interlocked.Exchange(ref isFirst, 0) == 0)
            {
                await socket.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nnext"u8.ToArray(), stop);
                await DrainAsync(socket, stop);
                return;
            }

            await socket.SendAsync(Encoding.Latin1.GetBytes(before), stop);
            if (status == 0)
            {
                // Not before the client has something of it: a reset overtakes what was sent.
                await sent.WaitAsync(stop);
            }

            socket.LingerState = new LingerOption(true, 0);
        });
        await using var edge = await RunningEdge.StartAsync(Given.Service("odd", service.Url), Given.Route("odd", "odd"));

        Assert.Equal(status, await AskAsync(edge, null, () => sent.Release()));
        Assert.Equal("next", (await edge.SendAsync(Get)).Body);
    }

    [Fact]
    public async Task What_comes_after_an_answer_is_no_answer_to_the_next_request()
    {
        var asked = 0;
        await using var service = RawBackend.Start(async (socket, stop) =>
        {
            while (await RawBackend.ReadHeadAsync(socket, stop) is { Length: > 0 })
            {
                var answer = Ok + "Content-Length: 1\r\n\r\n" + Interlocked.Increment(ref asked);
                await socket.SendAsync(Encoding.ASCII.GetBytes(answer + "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil"), stop);
            }
        });
        await using var edge = await RunningEdge.StartAsync(Given.Service("odd", service.Url), Given.Route("odd", "odd"));

        for (var i = 1; i <= 9; i++)
        {
            Assert.Equal($"{i}", (await edge.SendAsync(Get)).Body);
        }
    }

    [Fact]
    public async Task Silence_is_504_and_the_connection_is_given_up()
    {
        var left = new TaskCompletionSource();
        await using var service = RawBackend.Start(async (socket, stop) =>
        {
            await RawBackend.ReadHeadAsync(socket, stop);
            await DrainAsync(socket, stop);
            left.SetResult();
        });
        await using var edge = await RunningEdge.StartAsync(
            Given.Service("silent", service.Url).With(firstByte: TimeSpan.FromMilliseconds(200)), Given.Route("silent", "silent"));

        Assert.Equal(504, (await edge.SendAsync(Get)).Status);
        await left.Task.WaitAsync(Stop);
    }

    [Fact]
    public async Task Silence_in_the_middle_of_an_answer_breaks_it_off()
    {
        await using var service = RawBackend.Start(async (socket, stop) =>
        {
            await RawBackend.ReadHeadAsync(socket, stop);
            await socket.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabcd"u8.ToArray(), stop);
            await DrainAsync(socket, stop);
        });
        await using var edge = await RunningEdge.StartAsync(
            Given.Service("silent", service.Url).With(idle: TimeSpan.FromMilliseconds(500)), Given.Route("silent", "silent"));

        Assert.Equal(0, await AskAsync(edge, null));
        var line = Assert.Single(await edge.StopAndReadLogAsync());
        Assert.Equal("idle-timeout", line.GetProperty("reason").GetString());
    }

    [Fact]
    public async Task A_request_on_a_connection_that_the_service_has_closed_meanwhile_goes_to_another_one()
    {
        await using var service = RawBackend.Start(async (socket, stop) =>
        {
            await RawBackend.ReadHeadAsync(socket, stop);
            await socket.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"u8.ToArray(), stop);
        });
        await using var edge = await RunningEdge.StartAsync(Given.Service("hasty", service.Url), Given.Route("hasty", "hasty"));

        for (var i = 1; i <= 10; i++)
        {
            Assert.Equal((200, "ok"), (await edge.SendAsync(Get)) is var answer ? (answer.Status, answer.Body) : default);
        }

        Assert.Equal(10, service.Connections);
    }

    /// <summary>Sends a request; its status, 0 where its answer is not whole.</summary>
    private static async Task<int> AskAsync(RunningEdge edge, string? body, Action? onHead = null)
    {
        await using var connection = await edge.ConnectAsync();
        await connection.SendAsync(Get, Stop);
        try
        {
            var head = await connection.ReadHeadAsync(Stop);
            onHead?.Invoke();
            if (head.Status is 204)
            {
                return head.Status;
            }

            var text = head.Header("transfer-encoding") is not null
                ? await ReadChunksAsync(connection)
                : await connection.ReadTextAsync(int.Parse(head.Header("content-length")!, CultureInfo.InvariantCulture), Stop);
            Assert.True(body is null || body == text);
            return head.Status;
        }
        catch (IOException)
        {
            return 0;
        }
    }

    private static async Task<string> ReadChunksAsync(RawConnection connection)
    {
        var text = new StringBuilder();
        while (await connection.ReadChunkAsync(Stop) is { Length: > 0 } chunk)
        {
            text.Append(chunk);
        }

        return text.ToString();
    }

    private static async Task DrainAsync(Socket socket, CancellationToken stop)
    {
        var rest = new byte[1024];
        while (await socket.ReceiveAsync(rest, stop) > 0)
        {
        }
    }
}
