using System.Net;
using FrontDesk.Edge.Tests.Pipeline;
using FrontDesk.Edge.V1;
using FrontDesk.Testing.Backends;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace FrontDesk.Edge.Tests.Forwarding;

/// <summary>gRPC through the edge, with the real client and the real server; the contract at hand is the edges' own.</summary>
public sealed class GrpcTests : IAsyncLifetime
{
    private readonly TalkingSync _talking = new();
    private WebApplication _service = null!;
    private RunningEdge _edge = null!;
    private HttpClient _http = null!;
    private GrpcChannel _channel = null!;

    private static CancellationToken Stop => Patience.Token;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(options => options.Listen(IPAddress.Loopback, 0, endpoint => endpoint.Protocols = HttpProtocols.Http2));
        builder.Services.AddSingleton(_talking).AddGrpc();
        _service = builder.Build();
        _service.MapGrpcService<TalkingSync>();
        await _service.StartAsync(Stop);
        var address = _service.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        _edge = await RunningEdge.StartAsync(Given.Service("sync", address.Replace("http:", "h2c:", StringComparison.Ordinal)), Given.Route("sync", "sync"));
        _http = RunningEdge.Client(HttpVersion.Version20);
        _channel = GrpcChannel.ForAddress($"https://a.example.com:{_edge.HttpsPort}", new GrpcChannelOptions { HttpClient = _http });
    }

    public async ValueTask DisposeAsync()
    {
        _channel.Dispose();
        _http.Dispose();
        await _edge.DisposeAsync();
        using var now = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        await _service.StopAsync(now.Token);
        await _service.DisposeAsync();
    }

    [Fact]
    public async Task Messages_go_both_ways_in_turns_and_trailers_end_the_call()
    {
        using var call = new V1.Sync.SyncClient(_channel).Connect(new Metadata { { "x-tenant", "a" } }, cancellationToken: Stop);

        for (var i = 0; i < 3; i++)
        {
            await call.RequestStream.WriteAsync(new EdgeMessage { Hello = new Hello { Node = $"node-{i}" } }, Stop);
            Assert.True(await call.ResponseStream.MoveNext(Stop));
            Assert.Equal($"a node-{i}", call.ResponseStream.Current.Resnapshot.Reason);
        }

        await call.RequestStream.CompleteAsync();
        Assert.False(await call.ResponseStream.MoveNext(Stop));
        Assert.Equal(StatusCode.OK, call.GetStatus().StatusCode);
        Assert.Equal("3", call.GetTrailers().GetValue("x-count"));
    }

    [Fact]
    public async Task A_services_error_comes_with_its_status_and_trailers()
    {
        using var call = new V1.Sync.SyncClient(_channel).GetSecrets(new GetSecretsRequest(), cancellationToken: Stop);

        var error = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext(Stop));

        Assert.Equal((StatusCode.FailedPrecondition, "not today"), (error.StatusCode, error.Status.Detail));
        Assert.Equal("because", error.Trailers.GetValue("x-why"));
    }

    [Fact]
    public async Task A_deadline_reaches_the_service_and_ends_the_call_there_too()
    {
        using var call = new V1.Sync.SyncClient(_channel).Connect(deadline: DateTime.UtcNow.AddSeconds(5), cancellationToken: Stop);
        await call.RequestStream.WriteAsync(new EdgeMessage { Beat = new EdgeBeat() }, Stop);

        var error = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext(Stop));

        Assert.Equal(StatusCode.DeadlineExceeded, error.StatusCode);
        Assert.True(await _talking.HadDeadline.Task.WaitAsync(Stop));
        await _talking.Cancelled.Task.WaitAsync(Stop);
    }

    [Fact]
    public async Task A_cancelled_call_ends_at_the_service()
    {
        using var cancelling = new CancellationTokenSource();
        using var call = new V1.Sync.SyncClient(_channel).Connect(cancellationToken: cancelling.Token);
        await call.RequestStream.WriteAsync(new EdgeMessage { Beat = new EdgeBeat() }, Stop);
        await _talking.HadDeadline.Task.WaitAsync(Stop);

        await cancelling.CancelAsync();

        await _talking.Cancelled.Task.WaitAsync(Stop);
    }

    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task What_gRPC_Web_sends_passes_byte_for_byte(string version)
    {
        // A message, then the trailers as a frame of the body.
        byte[] answered = [0, 0, 0, 0, 2, 8, 1, 0x80, 0, 0, 0, 15, .. "grpc-status: 0\n"u8];
        await using var service = await HttpBackend.StartAsync(async context =>
        {
            var asked = new MemoryStream();
            await context.Request.Body.CopyToAsync(asked, Stop);
            Assert.Equal([0, 0, 0, 0, 0], asked.ToArray());
            context.Response.ContentType = context.Request.ContentType;
            await context.Response.Body.WriteAsync(answered, Stop);
        });
        await _edge.ChangeAsync(Given.Service("sync", service.Url));
        using var client = RunningEdge.Client(Version.Parse(version));
        using var body = new ByteArrayContent([0, 0, 0, 0, 0]) { Headers = { ContentType = new("application/grpc-web+proto") } };

        using var answer = await client.PostAsync($"https://a.example.com:{_edge.HttpsPort}/x.Y/Z", body, Stop);

        Assert.Equal("application/grpc-web+proto", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal(answered, await answer.Content.ReadAsByteArrayAsync(Stop));
    }

    /// <summary>Answers each Hello with its caller's tenant and its node; waits for the end of the call after a beat.</summary>
    private sealed class TalkingSync : V1.Sync.SyncBase
    {
        public TaskCompletionSource<bool> HadDeadline { get; } = new();

        public TaskCompletionSource Cancelled { get; } = new();

        public override async Task Connect(IAsyncStreamReader<EdgeMessage> requestStream, IServerStreamWriter<ControlMessage> responseStream, ServerCallContext context)
        {
            var count = 0;
            while (await requestStream.MoveNext())
            {
                if (requestStream.Current.Beat is not null)
                {
                    using var end = context.CancellationToken.Register(() => Cancelled.TrySetResult());
                    HadDeadline.TrySetResult(context.Deadline != DateTime.MaxValue);
                    await Cancelled.Task;
                    return;
                }

                count++;
                var reason = $"{context.RequestHeaders.GetValue("x-tenant")} {requestStream.Current.Hello.Node}";
                await responseStream.WriteAsync(new ControlMessage { Resnapshot = new Resnapshot { Reason = reason } });
            }

            context.ResponseTrailers.Add("x-count", $"{count}");
        }

        public override Task GetSecrets(GetSecretsRequest request, IServerStreamWriter<GetSecretsResponse> responseStream, ServerCallContext context) =>
            throw new RpcException(new Grpc.Core.Status(StatusCode.FailedPrecondition, "not today"), new Metadata { { "x-why", "because" } });
    }
}
