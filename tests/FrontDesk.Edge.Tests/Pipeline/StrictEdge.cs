using FrontDesk.Testing.Backends;
using FrontDesk.Testing.Networking;
using Microsoft.AspNetCore.Http;

namespace FrontDesk.Edge.Tests.Pipeline;

/// <summary>One edge before one service that tells what it was asked, for all probes of a class.</summary>
public sealed class StrictEdge : IAsyncLifetime
{
    private HttpBackend? _service;
    private RunningEdge? _edge;

    internal RunningEdge Edge => _edge!;

    /// <summary>Sends bytes over a connection of their own and reads the first answer.</summary>
    internal async Task<(RawAnswer Answer, RawConnection Connection)> SendAsync(string bytes)
    {
        var connection = await Edge.ConnectAsync();
        await connection.SendAsync(bytes, Patience.Token);
        return (await connection.ReadAnswerAsync(Patience.Token, bytes.StartsWith("HEAD", StringComparison.Ordinal)), connection);
    }

    public async ValueTask InitializeAsync()
    {
        _service = await HttpBackend.StartAsync(async context =>
        {
            var request = context.Request;
            using var body = new StreamReader(request.Body);
            var text = await body.ReadToEndAsync(context.RequestAborted);
            await context.Response.WriteAsync($"{request.Method} {request.Host} {context.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpRequestFeature>()!.RawTarget} {text}");
        });
        _edge = await RunningEdge.StartAsync(Given.Service("echo", _service.Url), Given.Route("echo", "echo"));
    }

    public async ValueTask DisposeAsync()
    {
        await Edge.DisposeAsync();
        await _service!.DisposeAsync();
    }
}
