using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using FrontDesk.Admin.V1;
using FrontDesk.Testing.Faults;
using FrontDesk.Testing.Files;
using FrontDesk.Testing.Networking;
using FrontDesk.Testing.Processes;
using FrontDesk.Testing.Redis;
using FrontDesk.Testing.Waiting;

namespace FrontDesk.Testing.Desks;

/// <summary>A whole Front Desk of a test's own: a control plane, edges as they are added, and the CLI, all as processes.</summary>
public sealed class TestDesk : IAsyncDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly List<TestEdge> _edges = [];
    private readonly RedisServer? _redis;
    private readonly string _store;
    private readonly string[] _arguments;
    private readonly int _port = FreePort.Next();
    private OperatorChannel? _channel;

    private TestDesk(RedisServer? redis, string? store, string[] arguments)
    {
        _redis = redis;
        _store = store ?? redis?.Url ?? "embedded";
        _arguments = arguments;
    }

    /// <summary>The flags that wait for all edges, as long as a busy machine may need.</summary>
    public static readonly string[] Wait = ["--wait", "--timeout", "3m"];

    /// <summary>Where operators connect.</summary>
    public string Server => $"https://127.0.0.1:{_port}";

    /// <summary>Where edges connect.</summary>
    public string EdgeServer => $"https://127.0.0.1:{EdgePort}";

    /// <summary>The port where edges connect, on 127.0.0.1.</summary>
    public int EdgePort { get; } = FreePort.Next();

    /// <summary>A further control plane over the same Redis, that edges added from now on know as well; null: none.</summary>
    public TestDesk? Beside { get; set; }

    /// <summary>How far the clock of the control plane's host is off, from its next start on.</summary>
    public TimeSpan ClockOff { get; set; }

    /// <summary>A port that is free on every edge, for an http listener.</summary>
    public int HttpPort { get; } = FreePort.Next();

    /// <summary>A port that is free on every edge, for an https listener.</summary>
    public int HttpsPort { get; } = FreePort.Next();

    /// <summary>The control plane's data directory.</summary>
    public string Data => _directory["control-plane"];

    /// <summary>The file with the authority's certificate.</summary>
    public string AuthorityFile => Path.Combine(Data, "ca.crt");

    /// <summary>The authority's certificate.</summary>
    public X509Certificate2 Authority => X509CertificateLoader.LoadCertificateFromFile(AuthorityFile);

    /// <summary>The control plane's process that runs now, or ran last.</summary>
    public RunningProgram ControlPlane { get; private set; } = null!;

    /// <summary>The edges, in the order in which they were added.</summary>
    public IReadOnlyList<TestEdge> Edges => _edges;

    /// <summary>Errors in the programs' logs that are part of the test.</summary>
    public ErrorLogs ErrorLogs { get; } = new();

    /// <summary>What the CLI finds in its environment.</summary>
    public Dictionary<string, string?> Environment => new()
    {
        ["FRONTDESK_SERVER"] = Server,
        ["FRONTDESK_TOKEN_FILE"] = Path.Combine(Data, "admin.token"),
        ["FRONTDESK_CA"] = AuthorityFile,
    };

    /// <summary>The operators' API, called directly.</summary>
    public OperatorChannel Channel => _channel ??= new OperatorChannel(Server, Authority, File.ReadAllText(Path.Combine(Data, "admin.token")).Trim());

    /// <summary>Starts a control plane and waits until it answers.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <param name="redis">The store; null for the embedded one.</param>
    /// <param name="store">Another way to the same Redis, as over a link that can be harmed.</param>
    /// <param name="arguments">More arguments for the program.</param>
    public static async Task<TestDesk> StartAsync(CancellationToken cancellationToken, RedisServer? redis = null, string? store = null, params string[] arguments)
    {
        var desk = new TestDesk(redis, store, arguments);
        await desk.StartControlPlaneAsync(cancellationToken);
        return desk;
    }

    /// <summary>Starts a control plane whose host's clock is off, and waits until it answers.</summary>
    public static async Task<TestDesk> StartAsync(TimeSpan clockOff, RedisServer redis, CancellationToken cancellationToken)
    {
        var desk = new TestDesk(redis, store: null, arguments: []) { ClockOff = clockOff };
        await desk.StartControlPlaneAsync(cancellationToken);
        return desk;
    }

    /// <summary>Starts the control plane, again on the same ports and data where it ran before.</summary>
    public async Task StartControlPlaneAsync(CancellationToken cancellationToken)
    {
        var environment = Programs.CleanEnvironment(new Dictionary<string, string?>(ShiftedClock.Environment(ClockOff)) { ["FRONTDESK_STORE_PASSWORD"] = _redis?.Password });
        ControlPlane = RunningProgram.Start(
            "control plane",
            Programs.Dotnet,
            [
                "exec", Programs.ControlPlane, "--data", Data, "--store", _store,
                "--listen", Loopback(_port), "--edge-listen", Loopback(EdgePort), .. _arguments,
            ],
            environment);
        await Eventually.TrueAsync(
            "the control plane to listen",
            async () => ControlPlane.HasExited
                ? throw new InvalidOperationException($"It ended.\n{ControlPlane.Describe()}")
                : File.Exists(Path.Combine(Data, "admin.token")) && await ListensAsync(_port) && await ListensAsync(EdgePort),
            cancellationToken);
    }

    /// <summary>Ends the control plane as a supervisor does, and waits for its end.</summary>
    public async Task StopControlPlaneAsync(CancellationToken cancellationToken)
    {
        ControlPlane.Terminate();
        await ControlPlane.WaitForExitAsync(cancellationToken);
        ErrorLogs.Check(ControlPlane);
    }

    /// <summary>Runs `frontdesk` against this control plane.</summary>
    public Task<CommandResult> RunAsync(CancellationToken cancellationToken, params string[] arguments) =>
        CommandLine.RunAsync(Environment, _directory.Path, cancellationToken, arguments);

    /// <summary>Writes a document where the CLI runs.</summary>
    /// <returns>Its path.</returns>
    public string Write(string name, string text) => _directory.Write(name, text);

    /// <summary>Applies a document and waits for all edges.</summary>
    public async Task<CommandResult> ApplyAsync(string document, CancellationToken cancellationToken) =>
        (await RunAsync(cancellationToken, ["apply", "-f", Write("applied.yaml", document), .. Wait, "-o", "json"])).Expect();

    /// <summary>Makes a join token.</summary>
    public async Task<string> JoinTokenAsync(CancellationToken cancellationToken, params string[] arguments)
    {
        var result = (await RunAsync(cancellationToken, ["join-token", "-o", "json", .. arguments])).Expect();
        using var answer = JsonDocument.Parse(result.Output);
        return answer.RootElement.GetProperty("token").GetString()!;
    }

    /// <summary>Starts an edge and waits until it is connected.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <param name="group">Its group; the default group unless said.</param>
    /// <param name="arguments">More arguments for the program.</param>
    public async Task<TestEdge> AddEdgeAsync(string name, CancellationToken cancellationToken, string? group = null, params string[] arguments)
    {
        var edge = NewEdge(name, group);
        await JoinAsync(edge, cancellationToken, arguments);
        return edge;
    }

    /// <summary>Starts an edge for the first time, and waits until it is connected.</summary>
    public async Task JoinAsync(TestEdge edge, CancellationToken cancellationToken, params string[] arguments)
    {
        edge.Start(await JoinTokenAsync(cancellationToken, edge.Group.Length == 0 ? [] : ["--group", edge.Group]), arguments);
        await WaitUntilConnectedAsync(edge, cancellationToken);
    }

    /// <summary>An edge of this desk that is not started yet.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="group">Its group; the join token's unless said.</param>
    /// <param name="controlPlane">Another way to the control plane, as over a link that can be harmed.</param>
    /// <param name="host">A host of its own; default: this one.</param>
    public TestEdge NewEdge(string name, string? group = null, string? controlPlane = null, NetworkHost? host = null)
    {
        var edge = new TestEdge(name, host?.Address ?? $"127.0.0.{_edges.Count + 1}", group ?? "", controlPlane ?? (Beside is null ? EdgeServer : $"{EdgeServer},{Beside.EdgeServer}"), host);
        _edges.Add(edge);
        return edge;
    }

    /// <summary>The fleet as the control plane sees it now.</summary>
    public async Task<GetStatusResponse> StatusAsync(CancellationToken cancellationToken) =>
        await new Fleet.FleetClient(Channel.Calls).GetStatusAsync(new GetStatusRequest(), cancellationToken: cancellationToken);

    /// <summary>Waits until an edge has a stream.</summary>
    public Task WaitUntilConnectedAsync(TestEdge edge, CancellationToken cancellationToken) =>
        WaitForEdgeAsync(edge, "to connect", status => status.StateCode != EdgeState.Offline, cancellationToken);

    /// <summary>Waits until what the control plane knows of an edge fits.</summary>
    public Task WaitForEdgeAsync(TestEdge edge, string what, Func<EdgeStatus, bool> fits, CancellationToken cancellationToken) => Eventually.TrueAsync(
        $"{edge.Name} {what}",
        async () => edge.Program.HasExited
            ? throw new InvalidOperationException($"{edge.Name} ended.\n{edge.Program.Describe()}")
            : (await StatusAsync(cancellationToken)).Edges.Any(status => status.Name == edge.Name && fits(status)),
        cancellationToken);

    /// <summary>A client for this desk's sites on one edge.</summary>
    public HttpClient Client(TestEdge edge, Version? version = null) => EdgeClient.Create(edge.Address, Authority, version ?? HttpVersion.Version11);

    /// <summary>A URL of a site on this desk's https port.</summary>
    public Uri Https(string host, string path = "/") => new($"https://{host}:{HttpsPort}{path}");

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _channel?.Dispose();
        foreach (var edge in _edges)
        {
            await edge.DisposeAsync();
        }

        await ControlPlane.DisposeAsync();
        _directory.Dispose();
        ErrorLogs.Check(ControlPlane);
        foreach (var edge in _edges.Where(edge => edge.Program is not null))
        {
            ErrorLogs.Check(edge.Program);
        }
    }

    private static string Loopback(int port) => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}");

    private static async Task<bool> ListensAsync(int port)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
