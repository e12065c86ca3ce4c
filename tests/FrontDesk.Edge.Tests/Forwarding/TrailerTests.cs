using System.Net;
using System.Net.Sockets;
using System.Text;
using FrontDesk.Edge.Tests.Pipeline;
using FrontDesk.Testing.Backends;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace FrontDesk.Edge.Tests.Forwarding;

/// <summary>Trailers (RFC 9110 §6.5), interim answers and 100-continue.</summary>
public sealed class TrailerTests
{
    private const string Chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\nX-Sum: 7\r\nContent-Length: 9\r\n\r\n";

    private static CancellationToken Stop => Patience.Token;

    [Fact]
    public async Task Trailers_of_an_HTTP_1_service_reach_an_HTTP_2_client()
    {
        await using var service = RawBackend.StartAnswering(Chunked);
        await using var edge = await RunningEdge.StartAsync(Given.Service("sums", service.Url), Given.Route("sums", "sums"));
        using var client = RunningEdge.Client(HttpVersion.Version20);

        using var answer = await client.GetAsync($"https://a.example.com:{edge.HttpsPort}/", Stop);

        Assert.Equal("ok", await answer.Content.ReadAsStringAsync(Stop));
        Assert.Equal("7", Assert.Single(answer.TrailingHeaders.GetValues("x-sum")));
        Assert.Single(answer.TrailingHeaders);
    }

    [Fact]
    public async Task Trailers_of_an_HTTP_2_service_reach_an_HTTP_2_client()
    {
        await using var service = await HttpBackend.StartAsync(
            async context =>
            {
                await context.Response.WriteAsync("ok", Stop);
                context.Response.AppendTrailer("x-sum", "7");
            },
            HttpProtocols.Http2);
        await using var edge = await RunningEdge.StartAsync(
            Given.Service("sums", service.Url.Replace("http:", "h2c:", StringComparison.Ordinal)), Given.Route("sums", "sums"));
        using var client = RunningEdge.Client(HttpVersion.Version20);

        using var answer = await client.GetAsync($"https://a.example.com:{edge.HttpsPort}/", Stop);

        Assert.Equal("ok", await answer.Content.ReadAsStringAsync(Stop));
        Assert.Equal("7", Assert.Single(answer.TrailingHeaders.GetValues("x-sum")));
    }

    [Fact]
    public async Task An_HTTP_1_client_gets_the_whole_answer_without_its_trailers()
    {
        await using var service = RawBackend.StartAnswering(Chunked);
        await using var edge = await RunningEdge.StartAsync(Given.Service("sums", service.Url), Given.Route("sums", "sums"));

        Assert.Equal("ok", (await edge.SendAsync("GET / HTTP/1.1\r\nHost: a.test\r\nTE: trailers\r\n\r\n")).Body);
    }

    [Fact]
    public async Task Trailers_of_a_request_reach_an_HTTP_1_service_without_those_that_frame_route_or_authenticate()
    {
        var got = new TaskCompletionSource<string>();
        await using var service = RawBackend.Start(async (socket, stop) =>
        {
            await RawBackend.ReadHeadAsync(socket, stop);
            // The body's last chunk and its trailers end in an empty line too.
            got.SetResult(await RawBackend.ReadHeadAsync(socket, stop));
            await socket.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"u8.ToArray(), stop);
        });
        await using var edge = await RunningEdge.StartAsync(Given.Service("sums", service.Url), Given.Route("sums", "sums"));

        var answer = await edge.SendAsync(
            "POST / HTTP/1.1\r\nHost: a.test\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\nX-Sum: 7\r\nAuthorization: x\r\nContent-Length: 9\r\nX-Forwarded-For: 192.0.2.1\r\nConnection: x\r\n\r\n");

        Assert.Equal(200, answer.Status);
        Assert.Equal("2\r\nhi\r\n0\r\nX-Sum: 7\r\n\r\n", await got.Task);
    }

    [Fact]
    public async Task A_client_that_waits_to_be_asked_for_its_body_hears_the_services_no_and_never_sends_it()
    {
        var read = 0;
        await using var service = RawBackend.Start(async (socket, stop) =>
        {
            Assert.Contains("Expect: 100-continue", await RawBackend.ReadHeadAsync(socket, stop), StringComparison.OrdinalIgnoreCase);
            await socket.SendAsync("HTTP/1.1 401 Unauthorized\r\nContent-Length: 2\r\n\r\nno"u8.ToArray(), stop);
            read = await socket.ReceiveAsync(new byte[10], stop);
        });
        await using var edge = await RunningEdge.StartAsync(Given.Service("shy", service.Url), Given.Route("shy", "shy"));
        await using var connection = await edge.ConnectAsync();

        await connection.SendAsync("POST / HTTP/1.1\r\nHost: a.test\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n", Stop);

        Assert.Equal(401, (await connection.ReadAnswerAsync(Stop)).Status);
        Assert.Equal(0, read);
    }

    [Fact]
    public async Task A_services_100_asks_the_client_and_other_interim_answers_end_at_the_edge()
    {
        await using var service = RawBackend.Start(async (socket, stop) =>
        {
            await RawBackend.ReadHeadAsync(socket, stop);
            await socket.SendAsync("HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n"u8.ToArray(), stop);
            var body = new byte[5];
            for (var count = 0; count < 5; count += await socket.ReceiveAsync(body.AsMemory(count), SocketFlags.None, stop))
            {
            }

            await socket.SendAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n{Encoding.ASCII.GetString(body)}"), stop);
        });
        await using var edge = await RunningEdge.StartAsync(Given.Service("shy", service.Url), Given.Route("shy", "shy"));
        await using var connection = await edge.ConnectAsync();

        await connection.SendAsync("POST / HTTP/1.1\r\nHost: a.test\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n", Stop);
        Assert.Equal(100, (await connection.ReadHeadAsync(Stop)).Status);
        await connection.SendAsync("hello", Stop);

        var answer = await connection.ReadAnswerAsync(Stop);
        Assert.Equal((200, "hello"), (answer.Status, answer.Body));
    }
}
