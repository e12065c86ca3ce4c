using System.IO.Compression;
using System.Net;
using System.Text;
using FrontDesk.Edge.Tests.Pipeline;
using FrontDesk.Testing.Backends;
using Microsoft.AspNetCore.Http;

namespace FrontDesk.Edge.Tests.Compression;

public sealed class CompressionTests
{
    private static readonly string Text = string.Concat(Enumerable.Repeat("the same words again and again; ", 500));

    [Theory]
    [InlineData("gzip, br", "br")]
    [InlineData("gzip", "gzip")]
    [InlineData("br;q=0.5, gzip;q=1", "gzip")]
    [InlineData("gzip;q=0", null)]
    [InlineData("deflate", null)]
    public async Task An_answer_comes_in_the_encoding_that_the_client_likes_best_and_the_log_counts_what_went_out(string accepted, string? encoding)
    {
        await using var service = await HttpBackend.StartAsync(static context =>
        {
            context.Response.ContentType = "text/plain; charset=utf-8";
            context.Response.ContentLength = Text.Length;
            context.Response.Headers.ETag = "\"v1\"";
            context.Response.Headers.AcceptRanges = "bytes";
            return context.Response.WriteAsync(Text);
        });
        await using var edge = await EdgeAsync(service, new());
        using var client = RunningEdge.Client(HttpVersion.Version20);

        using var answer = await GetAsync(client, edge, accepted);
        var bytes = await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);

        Assert.Equal(encoding ?? "", string.Join(",", answer.Content.Headers.ContentEncoding));
        Assert.Equal(Text, Decode(bytes, encoding));
        Assert.Equal(encoding is null ? "\"v1\"" : "W/\"v1\"", answer.Headers.ETag!.ToString());
        Assert.Equal(encoding is null, answer.Headers.AcceptRanges.Count > 0);
        var line = (await edge.StopAndReadLogAsync())[0];
        Assert.Equal(bytes.Length, line.GetProperty("responseBytes").GetInt64());
        Assert.True(encoding is null || bytes.Length < Text.Length / 10);
    }

    [Theory]
    [InlineData("image/png", 5_000, "", 200)]
    [InlineData("text/event-stream", 5_000, "", 200)]
    [InlineData("text/html", 1_023, "", 200)]
    [InlineData("text/html", 5_000, "cache-control: public, no-transform", 200)]
    [InlineData("text/html", 5_000, "content-encoding: zstd", 200)]
    [InlineData("text/html", 5_000, "content-range: bytes 0-4999/6000", 206)]
    public async Task What_must_not_or_is_not_worth_it_passes_as_it_is(string type, int size, string header, int status)
    {
        await using var service = await HttpBackend.StartAsync(context =>
        {
            context.Response.StatusCode = status;
            context.Response.ContentType = type;
            context.Response.ContentLength = size;
            if (header.Split(": ") is [var name, var value])
            {
                context.Response.Headers[name] = value;
            }

            return context.Response.WriteAsync(Text[..size]);
        });
        await using var edge = await EdgeAsync(service, new());
        using var client = RunningEdge.Client(HttpVersion.Version11);

        using var answer = await GetAsync(client, edge, "br, gzip");

        Assert.Equal(size, answer.Content.Headers.ContentLength);
        Assert.Equal(Text[..size], await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_stream_s_beginning_comes_before_its_end()
    {
        var go = new TaskCompletionSource();
        await using var service = await HttpBackend.StartAsync(async context =>
        {
            context.Response.ContentType = "application/x-ndjson";
            await context.Response.WriteAsync("{\"first\":1}\n");
            await context.Response.Body.FlushAsync();
            await go.Task;
            await context.Response.WriteAsync("{\"last\":1}\n");
        });
        await using var edge = await EdgeAsync(service, new());
        using var client = RunningEdge.Client(HttpVersion.Version20);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"https://a.example.com:{edge.HttpsPort}/") { Version = HttpVersion.Version20 };
        request.Headers.Add("accept-encoding", "br");

        using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        await using var brotli = new BrotliStream(await answer.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken), CompressionMode.Decompress);
        using var lines = new StreamReader(brotli);

        Assert.Equal("br", string.Join(",", answer.Content.Headers.ContentEncoding));
        Assert.Equal("{\"first\":1}", await lines.ReadLineAsync(TestContext.Current.CancellationToken));
        go.SetResult();
        Assert.Equal("{\"last\":1}", await lines.ReadLineAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Types_and_the_least_size_are_the_route_s_own()
    {
        await using var service = await HttpBackend.StartAsync(static context =>
        {
            context.Response.ContentType = context.Request.Path == "/csv" ? "application/vnd.ours+csv" : "text/html";
            context.Response.ContentLength = 100;
            return context.Response.WriteAsync(Text[..100]);
        });
        await using var edge = await EdgeAsync(service, new() { Types_ = { "application/vnd.ours+csv" }, MinSize = 0 });
        using var client = RunningEdge.Client(HttpVersion.Version20);

        using var ours = await GetAsync(client, edge, "gzip", "/csv");
        using var other = await GetAsync(client, edge, "gzip", "/html");

        Assert.Equal(["gzip"], ours.Content.Headers.ContentEncoding);
        Assert.Empty(other.Content.Headers.ContentEncoding);
    }

    private static Task<RunningEdge> EdgeAsync(HttpBackend service, Config.V1.Compression compression) => RunningEdge.StartAsync(
        Given.Service("app", service.Url),
        Given.Route("app", route =>
        {
            route.Hosts.Clear();
            route.Hosts.Add("a.example.com");
            route.To.Add(new Config.V1.Destination { Service = "app" });
            route.Compression = compression;
        }));

    private static Task<HttpResponseMessage> GetAsync(HttpClient client, RunningEdge edge, string accepted, string path = "/")
    {
        var request = new HttpRequestMessage(HttpMethod.Get, $"https://a.example.com:{edge.HttpsPort}{path}");
        request.Headers.TryAddWithoutValidation("accept-encoding", accepted);
        return client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private static string Decode(byte[] bytes, string? encoding)
    {
        using Stream decoded = encoding switch
        {
            "br" => new BrotliStream(new MemoryStream(bytes), CompressionMode.Decompress),
            "gzip" => new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress),
            _ => new MemoryStream(bytes),
        };
        using var text = new StreamReader(decoded, Encoding.UTF8);
        return text.ReadToEnd();
    }
}
