using FrontDesk.Edge.Tests.Hosting;
using FrontDesk.Edge.Tests.Sync;
using FrontDesk.Testing.Desks;
using FrontDesk.Testing.Files;
using FrontDesk.Testing.Networking;
using FrontDesk.Testing.Processes;

namespace FrontDesk.Edge.Tests.Listeners;

/// <summary>An edge, as a process, that may open few files.</summary>
public sealed class DescriptorTests
{
    private const int Limit = 400;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Without_file_descriptors_open_connections_are_served_on_and_new_ones_when_others_end()
    {
        using var data = new TempDirectory();
        await using var plane = await ScriptedControlPlane.StartAsync();
        var (port, status) = (FreePort.Next(), FreePort.Next());
        string[] command =
        [
            Programs.Dotnet, "exec", Programs.Edge, "--control-plane", plane.Address.ToString(), "--data", data["edge"], "--name", "edge-1", "--status", $"127.0.0.1:{status}",
            "--bind-address", "127.0.0.1", "--join-file", data.Write("join.token", plane.Authority.JoinToken), "--access-log", data["access.log"],
        ];
        await using var edge = RunningProgram.Start("edge", "/bin/sh", ["-c", $"ulimit -n {Limit}; exec \"$@\"", "sh", .. command], Programs.CleanEnvironment());
        var stream = await plane.NextStreamAsync();
        var scope = new ScriptedScope();
        scope.Put(Resources.Plain("web", port), Resources.Answer("hello", "a.test", "hello"));
        await stream.WelcomeAsync(scope.Position);
        await stream.SendAsync(scope.Snapshot());
        Assert.NotNull((await stream.NextAnswerAsync()).Ack);
        await using var open = await ServedEdge.ConnectAsync(port);
        Assert.Equal("hello", (await ServedEdge.GetAsync(open)).Body);

        var connections = new List<RawConnection>();
        for (var i = 0; i < Limit; i++)
        {
            connections.Add(await ServedEdge.ConnectAsync(port));
        }

        var beat = (await stream.NextAsync(message => message.Beat is { Degraded.Count: > 0 })).Beat;
        Assert.Equal("file descriptors", Assert.Single(beat.Degraded).Resource.Name);
        Assert.Equal("hello", (await ServedEdge.GetAsync(open)).Body);
        foreach (var connection in connections)
        {
            await connection.DisposeAsync();
        }

        await stream.NextAsync(message => message.Beat is { Degraded.Count: 0 });
        Assert.Equal("hello", (await ServedEdge.GetAsync(open)).Body);
        Assert.Equal("hello", (await ServedEdge.GetAsync(port)).Body);
        Assert.False(edge.HasExited);
    }
}
