using System.Net;
using FrontDesk.EndToEnd.Tests.Desks;
using FrontDesk.Testing.Backends;
using FrontDesk.Testing.Desks;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace FrontDesk.EndToEnd.Tests.Streaming;

/// <summary>Bodies flow both ways at once: the first byte of an answer arrives before the last byte of the request is sent.</summary>
public sealed class StreamingTests : IAsyncLifetime
{
    private HttpBackend _plain = null!;
    private HttpBackend _h2c = null!;
    private TestDesk _desk = null!;
    private TestEdge _edge = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        _plain = await HttpBackend.StartAsync(EchoAsync);
        _h2c = await HttpBackend.StartAsync(EchoAsync, HttpProtocols.Http2);
        _desk = await TestDesk.StartAsync(Stop);
        _edge = await _desk.AddEdgeAsync("edge-1", Stop);
        await _desk.ApplyAsync($$"""
            {{_desk.Listeners()}}
            certificates: { streams: { names: ["*.streams.test"], internal: {} } }
            services:
              plain: {{_plain.Url}}
              h2c:   {{_h2c.Url.Replace("http:", "h2c:", StringComparison.Ordinal)}}
            routes:
              plain: { hosts: [plain.streams.test], to: plain }
              h2c:   { hosts: [h2c.streams.test], to: h2c }
            """, Stop);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _desk.DisposeAsync();
        await _plain.DisposeAsync();
        await _h2c.DisposeAsync();
    }

    [Theory]
    [InlineData("h2c", "2.0")]
    [InlineData("plain", "2.0")]
    public async Task The_first_byte_of_an_answer_arrives_before_the_last_byte_of_the_request_is_sent(string service, string version)
    {
        using var client = _desk.Client(_edge, Version.Parse(version));
        using var body = new OpenContent();
        using var request = new HttpRequestMessage(HttpMethod.Post, _desk.Https($"{service}.streams.test")) { Content = body, Version = Version.Parse(version), VersionPolicy = HttpVersionPolicy.RequestVersionExact };

        await body.WriteAsync("first"u8.ToArray());
        using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Stop);
        await using var stream = await answer.Content.ReadAsStreamAsync(Stop);
        var buffer = new byte[5];
        await stream.ReadExactlyAsync(buffer, Stop);
        Assert.Equal("first"u8.ToArray(), buffer);

        await body.WriteAsync("last!"u8.ToArray());
        body.Complete();
        await stream.ReadExactlyAsync(buffer, Stop);
        Assert.Equal("last!"u8.ToArray(), buffer);
        Assert.Equal(0, await stream.ReadAsync(buffer, Stop));
    }

    private static async Task EchoAsync(Microsoft.AspNetCore.Http.HttpContext context)
    {
        await context.Response.StartAsync(context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
        await context.Request.Body.CopyToAsync(context.Response.Body, context.RequestAborted);
    }

    /// <summary>A request's body that the test writes while the answer is read.</summary>
    private sealed class OpenContent : HttpContent
    {
        private readonly System.Threading.Channels.Channel<byte[]> _parts = System.Threading.Channels.Channel.CreateUnbounded<byte[]>();

        public ValueTask WriteAsync(byte[] part) => _parts.Writer.WriteAsync(part, Stop);

        public void Complete() => _parts.Writer.Complete();

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            // The head goes out before there is a body.
            await stream.FlushAsync(Stop);
            await foreach (var part in _parts.Reader.ReadAllAsync(Stop))
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
