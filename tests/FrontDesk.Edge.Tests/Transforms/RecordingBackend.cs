using System.Net.Sockets;
using System.Text;
using FrontDesk.Edge.Tests.Pipeline;
using FrontDesk.Testing.Backends;

namespace FrontDesk.Edge.Tests.Transforms;

/// <summary>A service that keeps the head of its last request as it came over the wire, and answers with the bytes that it was given.</summary>
internal sealed class RecordingBackend : IAsyncDisposable
{
    public const string Plain = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    private readonly RawBackend _backend;
    private volatile string[] _lines = [];

    private RecordingBackend(string answer)
    {
        _backend = RawBackend.Start(async (socket, stop) =>
        {
            while (await RawBackend.ReadHeadAsync(socket, stop) is { Length: > 0 } head)
            {
                _lines = head.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
                await socket.SendAsync(Encoding.Latin1.GetBytes(answer), SocketFlags.None, stop);
            }
        });
    }

    public string Url => _backend.Url;

    /// <summary>The last request's first line.</summary>
    public string RequestLine => _lines[0];

    public static RecordingBackend Start(string answer = Plain) => new(answer);

    /// <summary>The values of a header in the last request, in the order of its lines.</summary>
    public string[] Values(string name) =>
        [.. _lines.Skip(1).Where(line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase)).Select(line => line[(name.Length + 1)..].Trim())];

    /// <summary>The only value of a header in the last request; null where it has none.</summary>
    public string? Value(string name) => Values(name) is [] ? null : Assert.Single(Values(name));

    /// <summary>An edge whose every request goes here, with what else is given.</summary>
    public async Task<RunningEdge> BehindEdgeAsync(Action<FrontDesk.Config.V1.RouteConfig>? route = null, Action<FrontDesk.Config.V1.ServiceConfig>? service = null, params string[] trusted)
    {
        var target = Given.Service("recording", Url);
        service?.Invoke(target.Service);
        return await RunningEdge.StartAsync(target, Given.Trusting(trusted), Given.Route("recording", to =>
        {
            to.To.Add(new FrontDesk.Config.V1.Destination { Service = "recording" });
            route?.Invoke(to);
        }));
    }

    public ValueTask DisposeAsync() => _backend.DisposeAsync();
}
