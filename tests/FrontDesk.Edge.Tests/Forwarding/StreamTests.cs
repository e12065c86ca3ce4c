using System.Net;
using System.Net.Sockets;
using FrontDesk.Edge.Tests.Pipeline;
using FrontDesk.Testing.Backends;
using Microsoft.AspNetCore.Http;

namespace FrontDesk.Edge.Tests.Forwarding;

/// <summary>Answers that come bit by bit, and readers that do not read.</summary>
public sealed class StreamTests
{
    private static CancellationToken Stop => Patience.Token;

    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task Each_event_of_a_stream_arrives_before_the_next_one_is_made(string version)
    {
        var next = new SemaphoreSlim(0);
        await using var service = await HttpBackend.StartAsync(async context =>
        {
            context.Response.ContentType = "text/event-stream";
            await context.Response.Body.FlushAsync(Stop);
            for (var i = 0; i < 3; i++)
            {
                await next.WaitAsync(Stop);
                await context.Response.WriteAsync($"data: {i}\n\n", Stop);
            }
        });
        await using var edge = await RunningEdge.StartAsync(Given.Service("events", service.Url), Given.Route("events", "events"));
        using var client = RunningEdge.Client(Version.Parse(version));

        // The head comes before any event.
        using var answer = await client.GetAsync($"https://a.example.com:{edge.HttpsPort}/", HttpCompletionOption.ResponseHeadersRead, Stop);
        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType!.MediaType);
        using var lines = new StreamReader(await answer.Content.ReadAsStreamAsync(Stop));
        for (var i = 0; i < 3; i++)
        {
            next.Release();
            Assert.Equal($"data: {i}", await lines.ReadLineAsync(Stop));
            Assert.Equal("", await lines.ReadLineAsync(Stop));
        }

        Assert.Null(await lines.ReadLineAsync(Stop));
    }

    [Fact]
    public async Task A_client_that_does_not_read_holds_up_its_service_and_no_memory_and_is_ended_by_the_idle_time()
    {
        const long More = 1L << 40;
        var sent = 0L;
        var ended = new TaskCompletionSource();
        await using var service = RawBackend.Start(async (socket, stop) =>
        {
            await RawBackend.ReadHeadAsync(socket, stop);
            await socket.SendAsync(System.Text.Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Length: {More}\r\n\r\n"), stop);
            var part = new byte[64 * 1024];
            try
            {
                while (sent < More)
                {
                    sent += await socket.SendAsync(part, stop);
                }
            }
            catch (SocketException)
            {
                ended.SetResult();
            }
        });
        await using var edge = await RunningEdge.StartAsync(
            Given.Service("endless", service.Url).With(idle: TimeSpan.FromSeconds(2)), Given.Route("endless", "endless"));
        await using var reader = await edge.ConnectAsync();

        await reader.SendAsync("GET / HTTP/1.1\r\nHost: a.test\r\n\r\n", Stop);
        await ended.Task.WaitAsync(Stop);

        // What the kernel's buffers hold, on four ends; the edge's own are some hundred KiB.
        Assert.InRange(sent, 1, 64L << 20);
    }

    [Fact]
    public async Task A_large_upload_goes_through_as_it_is()
    {
        await using var service = await HttpBackend.StartAsync(async context =>
        {
            var total = 0L;
            var buffer = new byte[64 * 1024];
            while (await context.Request.Body.ReadAsync(buffer, Stop) is > 0 and var count)
            {
                total += count;
            }

            await context.Response.WriteAsync($"{total} {context.Request.ContentLength}", Stop);
        });
        await using var edge = await RunningEdge.StartAsync(Given.Service("upload", service.Url), Given.Route("upload", "upload"));
        using var client = RunningEdge.Client(HttpVersion.Version20);
        var size = 40_000_000;

        using var answer = await client.PutAsync($"https://a.example.com:{edge.HttpsPort}/", new ByteArrayContent(new byte[size]), Stop);

        Assert.Equal($"{size} {size}", await answer.Content.ReadAsStringAsync(Stop));
    }
}
