using FrontDesk.Config.V1;
using FrontDesk.Edge.Hosting;
using FrontDesk.Edge.Tests.Sync;
using FrontDesk.Edge.V1;
using FrontDesk.Testing.Files;
using FrontDesk.Testing.Networking;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace FrontDesk.Edge.Tests.Hosting;

/// <summary>A whole edge in this process and the control plane that a test plays for it.</summary>
internal sealed class ServedEdge : IAsyncDisposable
{
    private bool _hasSnapshot;

    private ServedEdge(ScriptedControlPlane plane) => Plane = plane;

    public ScriptedControlPlane Plane { get; }

    public ScriptedScope Scope { get; } = new();

    public TempDirectory Data { get; } = new();

    public TestEdge Edge { get; private set; } = null!;

    public ScriptedStream Stream { get; private set; } = null!;

    /// <summary>Starts an edge and opens its stream; it has no configuration yet.</summary>
    public static async Task<ServedEdge> StartAsync(Func<EdgeOptions, EdgeOptions>? with = null, Action<IServiceCollection>? services = null, ILoggerProvider? logs = null, TimeProvider? clock = null)
    {
        var served = new ServedEdge(await ScriptedControlPlane.StartAsync());
        served.Edge = await TestEdge.StartAsync(served.Plane, served.Data, with, clock, logs, services);
        served.Stream = await served.Plane.NextStreamAsync();
        await served.Stream.WelcomeAsync();
        return served;
    }

    /// <summary>Commits one revision that puts these, and waits until it runs.</summary>
    /// <returns>What the edge says to it.</returns>
    public Task<Ack> PutAsync(params Resource[] resources) => ApplyAsync(Scope.Put(resources));

    /// <summary>Commits one revision that deletes one, and waits until it runs.</summary>
    public Task<Ack> DeleteAsync(Kind kind, string name) => ApplyAsync(Scope.Delete(kind, name));

    /// <summary>A certificate's resource; its secret is kept for the edge to fetch, as this version.</summary>
    public Resource Certificate(string name, CertificateSecret secret, uint version, params string[] names)
    {
        Plane.Keep($"certificates/{name}", version, secret);
        Scope.Announce($"certificates/{name}", version);
        return Resources.Certificate(name, names);
    }

    /// <summary>A certificate's resource, issued by the plane's authority.</summary>
    public Resource Certificate(string name, params string[] names) => Certificate(name, Plane.Authority.IssueSite(names), 1, names);

    /// <summary>A plain connection to a port of the edge.</summary>
    public static Task<RawConnection> ConnectAsync(int port, string address = "127.0.0.1") => RawConnection.ConnectAsync(address, port, TestContext.Current.CancellationToken);

    /// <summary>Sends a request for a host over an open connection and reads the answer.</summary>
    public static async Task<RawAnswer> GetAsync(RawConnection connection, string host = "a.test")
    {
        await connection.SendAsync($"GET / HTTP/1.1\r\nHost: {host}\r\n\r\n", TestContext.Current.CancellationToken);
        return await connection.ReadAnswerAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Asks once over a plain connection of its own.</summary>
    public static async Task<RawAnswer> GetAsync(int port, string address = "127.0.0.1")
    {
        await using var connection = await ConnectAsync(port, address);
        return await GetAsync(connection);
    }

    public async ValueTask DisposeAsync()
    {
        await Edge.DisposeAsync();
        await Plane.DisposeAsync();
        Data.Dispose();
    }

    private async Task<Ack> ApplyAsync(Delta delta)
    {
        if (_hasSnapshot)
        {
            await Stream.SendAsync(delta);
        }
        else
        {
            await Stream.SendAsync(Scope.Snapshot());
            _hasSnapshot = true;
        }

        var answer = await Stream.NextAnswerAsync();
        Assert.Equal(Scope.Position, answer.Ack?.Applied);
        return answer.Ack!;
    }
}
