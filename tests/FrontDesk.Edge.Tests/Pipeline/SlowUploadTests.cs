using System.Globalization;
using System.Net;
using System.Threading.Channels;
using FrontDesk.Edge.Pipeline;
using FrontDesk.Testing.Backends;
using FrontDesk.Testing.Networking;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace FrontDesk.Edge.Tests.Pipeline;

public sealed class SlowUploadTests
{
    private static CancellationToken Stop => Patience.Token;

    [Fact]
    public void Kestrel_asks_for_no_rate_of_request_bodies_and_keeps_asking_for_one_of_readers()
    {
        var options = new KestrelServerOptions();

        KestrelDemands.Apply(options);

        Assert.Null(options.Limits.MinRequestBodyDataRate);
        Assert.NotNull(options.Limits.MinResponseDataRate);
    }

    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task The_service_reads_each_part_of_a_body_as_the_client_sends_it(string version)
    {
        var read = new SemaphoreSlim(0);
        await using var service = await HttpBackend.StartAsync(async context =>
        {
            var total = 0L;
            while (await context.Request.BodyReader.ReadAsync(Stop) is { IsCompleted: false } part)
            {
                total += part.Buffer.Length;
                context.Request.BodyReader.AdvanceTo(part.Buffer.End);
                read.Release();
            }

            await context.Response.WriteAsync(total.ToString(CultureInfo.InvariantCulture), Stop);
        });
        await using var edge = await RunningEdge.StartAsync(Given.Service("slow", service.Url), Given.Route("slow", "slow"));
        using var client = RunningEdge.Client(Version.Parse(version));
        var parts = Channel.CreateUnbounded<byte[]>();
        using var body = new PartsContent(parts.Reader);

        var answering = client.PostAsync($"https://a.example.com:{edge.HttpsPort}/", body, Stop);
        for (var part = 0; part < 3; part++)
        {
            await parts.Writer.WriteAsync("x"u8.ToArray(), Stop);
            await read.WaitAsync(Stop);
        }

        parts.Writer.Complete();
        var answer = await answering;
        Assert.Equal("3", await answer.Content.ReadAsStringAsync(Stop));
    }

    [Fact]
    public async Task A_body_that_stops_coming_is_given_up_after_the_services_idle_time()
    {
        await using var service = RawBackend.Start(async (socket, stop) =>
        {
            var bytes = new byte[64];
            while (await socket.ReceiveAsync(bytes, stop) > 0)
            {
            }
        });
        await using var edge = await RunningEdge.StartAsync(
            Given.Service("slow", service.Url).With(idle: TimeSpan.FromMilliseconds(200)), Given.Route("slow", "slow"));
        await using var connection = await edge.ConnectAsync();

        await connection.SendAsync("POST / HTTP/1.1\r\nHost: a.test\r\nContent-Length: 10\r\n\r\nabc", Stop);

        var answer = await connection.ReadAnswerAsync(Stop);
        Assert.Equal((int)HttpStatusCode.RequestTimeout, answer.Status);
        Assert.Equal("close", answer.Header("connection"));
        var line = Assert.Single(await edge.StopAndReadLogAsync());
        Assert.Equal("body-timeout", line.GetProperty("reason").GetString());
        Assert.Equal("edge", line.GetProperty("endedBy").GetString());
    }

    [Fact]
    public async Task A_service_that_does_not_take_the_body_is_what_took_too_long()
    {
        await using var service = RawBackend.Start(async (socket, stop) =>
        {
            await RawBackend.ReadHeadAsync(socket, stop);
            await new TaskCompletionSource().Task.WaitAsync(stop);
        });
        await using var edge = await RunningEdge.StartAsync(
            Given.Service("slow", service.Url).With(idle: TimeSpan.FromSeconds(2)), Given.Route("slow", "slow"));
        await using var connection = await edge.ConnectAsync();

        using var answered = new CancellationTokenSource();
        var sending = SendWithoutEndAsync(connection, answered.Token);

        var answer = await connection.ReadAnswerAsync(Stop);
        Assert.Equal((int)HttpStatusCode.GatewayTimeout, answer.Status);
        await answered.CancelAsync();
        await sending;
        // The edge reads on for a while, for the client to see its answer.
        await connection.DisposeAsync();
        var line = Assert.Single(await edge.StopAndReadLogAsync());
        Assert.Equal("upload-timeout", line.GetProperty("reason").GetString());
    }

    private static async Task SendWithoutEndAsync(RawConnection connection, CancellationToken stop)
    {
        var part = new string('x', 64 * 1024);
        try
        {
            await connection.SendAsync("POST / HTTP/1.1\r\nHost: a.test\r\nContent-Length: 100000000000\r\n\r\n", stop);
            while (true)
            {
                await connection.SendAsync(part, stop);
            }
        }
        catch (OperationCanceledException)
        {
            // The answer is here.
        }
    }

    [Fact]
    public async Task A_service_may_refuse_an_upload_before_it_is_there()
    {
        await using var service = RawBackend.Start(async (socket, stop) =>
        {
            await RawBackend.ReadHeadAsync(socket, stop);
            await socket.SendAsync("HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\nno"u8.ToArray(), stop);
            // To close with bytes unread would take the answer back.
            var rest = new byte[64];
            while (await socket.ReceiveAsync(rest, stop) > 0)
            {
            }
        });
        await using var edge = await RunningEdge.StartAsync(Given.Service("strict", service.Url), Given.Route("strict", "strict"));
        await using var connection = await edge.ConnectAsync();

        await connection.SendAsync("POST / HTTP/1.1\r\nHost: a.test\r\nContent-Length: 10\r\n\r\nabc", Stop);
        var answer = await connection.ReadAnswerAsync(Stop);
        Assert.Equal((403, "no"), (answer.Status, answer.Body));

        // The client may finish its upload, and ask on over the same connection. That the edge logs no error is asserted at its end.
        await connection.SendAsync("defghijGET /none HTTP/1.1\r\nHost: a.test\r\n\r\n", Stop);
        Assert.Equal(403, (await connection.ReadAnswerAsync(Stop)).Status);
    }

    /// <summary>A body whose parts go out when the test gives them.</summary>
    private sealed class PartsContent(ChannelReader<byte[]> parts) : HttpContent
    {
        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await foreach (var part in parts.ReadAllAsync(Stop))
            {
                await stream.WriteAsync(part, Stop);
                await stream.FlushAsync(Stop);
            }
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
