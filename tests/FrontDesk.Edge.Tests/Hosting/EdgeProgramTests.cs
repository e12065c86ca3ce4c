using System.Net;
using System.Net.Sockets;
using FrontDesk.Edge.Tests.Identity;
using FrontDesk.Edge.Tests.Sync;
using FrontDesk.Testing.Backends;
using FrontDesk.Testing.Desks;
using FrontDesk.Testing.Files;
using FrontDesk.Testing.Networking;
using FrontDesk.Testing.Processes;
using Grpc.Core;

namespace FrontDesk.Edge.Tests.Hosting;

/// <summary>The program itself, as a process: its exit codes and what it tells people.</summary>
public sealed class EdgeProgramTests : IAsyncLifetime
{
    private readonly TempDirectory _data = new();
    private readonly int _status = FreePort.Next();
    private ScriptedControlPlane _plane = null!;

    public async ValueTask InitializeAsync() => _plane = await ScriptedControlPlane.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _plane.DisposeAsync();
        _data.Dispose();
    }

    [Fact]
    public async Task A_wrong_flag_ends_with_one_line_and_1()
        => await EndsWithAsync("frontdesk-edge: --drain-timeout: 'soon' is not understood. Write a duration of at most an hour: 500ms, 30s, 5m.", "--drain-timeout", "soon");

    [Fact]
    public async Task A_refused_join_token_ends_with_the_control_planes_sentence_and_1()
    {
        _plane.Refusal = new RpcException(new Grpc.Core.Status(StatusCode.Unauthenticated, "The join token is used up."));

        await EndsWithAsync($"frontdesk-edge: The control plane {_plane.Address} does not enrol this edge: The join token is used up. Get a join token with `frontdesk join-token`.");
    }

    [Fact]
    public async Task A_join_token_of_another_fleet_ends_with_a_sentence_and_1()
        => await EndsWithAsync(
            $"frontdesk-edge: The server {_plane.Address} is not of the fleet that the join token is for: its authority has another fingerprint. Nothing was sent to it.",
            new TestAuthority().JoinToken);

    [Fact]
    public async Task A_status_address_in_use_ends_with_a_sentence_and_1()
    {
        using var taken = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        taken.Bind(new IPEndPoint(IPAddress.Loopback, _status));
        taken.Listen();

        await EndsWithAsync(
            $"frontdesk-edge: The status address cannot be used: Failed to bind to address http://127.0.0.1:{_status}: address already in use. Give another than 127.0.0.1:{_status} with --status.");
    }

    [Fact]
    public async Task Sigterm_lets_running_requests_finish_and_ends_with_0()
    {
        await using var service = await HeldBackend.StartAsync();
        var port = FreePort.Next();
        await using var edge = Start(_plane.Authority.JoinToken);
        var stream = await _plane.NextStreamAsync();
        var scope = new ScriptedScope();
        scope.Put(Resources.Plain("web", port), Resources.Service("slow", service.Url), Resources.Forward("slow", "a.test", "slow"));
        await stream.WelcomeAsync(scope.Position);
        await stream.SendAsync(scope.Snapshot());
        await stream.NextAnswerAsync();
        await using var client = await RawConnection.ConnectAsync("127.0.0.1", port, TestContext.Current.CancellationToken);
        await client.SendAsync("GET / HTTP/1.1\r\nHost: a.test\r\n\r\n", TestContext.Current.CancellationToken);
        await service.Asked.WaitAsync(TestContext.Current.CancellationToken);

        edge.Terminate();
        await edge.WaitForLineAsync("it drains", line => line.Contains("[2900]", StringComparison.Ordinal), TestContext.Current.CancellationToken);

        // The edge has not ended after the two seconds that a command line would give it by default.
        using var three = new PeriodicTimer(TimeSpan.FromSeconds(3));
        await three.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        service.Answer();
        var answer = await client.ReadAnswerAsync(TestContext.Current.CancellationToken);
        Assert.Equal((200, "late", "close"), (answer.Status, answer.Body, answer.Header("connection")));
        Assert.Equal(0, await edge.WaitForExitAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Sigterm_cuts_what_does_not_finish_at_the_deadline_and_still_ends_with_0()
    {
        await using var service = RawBackend.StartSilent();
        var port = FreePort.Next();
        await using var edge = Start(_plane.Authority.JoinToken, "--drain-timeout", "200ms");
        var stream = await _plane.NextStreamAsync();
        var scope = new ScriptedScope();
        scope.Put(Resources.Plain("web", port), Resources.Service("silent", service.Url), Resources.Forward("silent", "a.test", "silent"));
        await stream.WelcomeAsync(scope.Position);
        await stream.SendAsync(scope.Snapshot());
        await stream.NextAnswerAsync();
        await using var client = await RawConnection.ConnectAsync("127.0.0.1", port, TestContext.Current.CancellationToken);
        await client.SendAsync("GET / HTTP/1.1\r\nHost: a.test\r\n\r\n", TestContext.Current.CancellationToken);
        await Eventually.TrueAsync("the request to reach the service", () => Task.FromResult(service.Connections > 0), TestContext.Current.CancellationToken);

        edge.Terminate();

        Assert.Equal(0, await edge.WaitForExitAsync(TestContext.Current.CancellationToken));
    }

    private async Task EndsWithAsync(string line, params string[] arguments)
    {
        var token = arguments is [{ } only] ? only : _plane.Authority.JoinToken;
        await using var edge = Start(token, arguments is [_] ? [] : arguments);

        Assert.Equal(1, await edge.WaitForExitAsync(TestContext.Current.CancellationToken));
        Assert.Equal(line, edge.Errors.Text.TrimEnd('\n').Split('\n')[^1]);
        Assert.DoesNotContain("   at ", edge.Errors.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(token, edge.Describe(), StringComparison.Ordinal);
    }

    private RunningProgram Start(string token, params string[] arguments) => RunningProgram.Start(
        "edge",
        Programs.Dotnet,
        [
            "exec", Programs.Edge, "--control-plane", _plane.Address.ToString(), "--data", _data["edge"], "--name", "edge-1", "--status", $"127.0.0.1:{_status}",
            "--bind-address", "127.0.0.1", "--join-file", _data.Write("join.token", token), .. arguments,
        ],
        Programs.CleanEnvironment());
}
