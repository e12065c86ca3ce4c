using System.Globalization;
using FrontDesk.Testing.Faults;
using FrontDesk.Testing.Files;
using FrontDesk.Testing.Networking;
using FrontDesk.Testing.Processes;

namespace FrontDesk.Testing.Desks;

/// <summary>An edge of a <see cref="TestDesk"/>: a process with a data directory that outlives it.</summary>
public sealed class TestEdge : IAsyncDisposable
{
    private readonly TempDirectory _data = new();
    private readonly string _controlPlane;
    private readonly NetworkHost? _host;

    internal TestEdge(string name, string address, string group, string controlPlane, NetworkHost? host = null)
    {
        Name = name;
        Address = address;
        Group = group;
        _controlPlane = controlPlane;
        _host = host;
    }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>The group that it wishes for; empty: the join token's.</summary>
    public string Group { get; }

    /// <summary>The address that its listeners bind.</summary>
    public string Address { get; }

    /// <summary>The port of its status address, on <see cref="Address"/>.</summary>
    public int StatusPort { get; } = FreePort.Next();

    /// <summary>How far the clock of its host is off, from its next start on.</summary>
    public TimeSpan ClockOff { get; set; }

    /// <summary>The process that runs now, or ran last.</summary>
    public RunningProgram Program { get; private set; } = null!;

    /// <summary>Where it keeps its state.</summary>
    public string Data => _data["data"];

    /// <summary>Starts the process.</summary>
    /// <param name="joinToken">The token, for the first start; null for later ones.</param>
    /// <param name="arguments">More arguments.</param>
    public void Start(string? joinToken, params string[] arguments)
    {
        string[] all =
        [
            "exec", Programs.Edge, "--control-plane", _controlPlane, "--data", Data, "--name", Name, "--bind-address", Address,
            "--status", string.Create(CultureInfo.InvariantCulture, $"{Address}:{StatusPort}"),
            .. Group.Length > 0 ? new[] { "--group", Group } : [],
            .. joinToken is not null ? new[] { "--join-file", _data.Write("join.token", joinToken) } : [],
            .. _host is not null ? new[] { "--status-open" } : [],
            .. arguments,
        ];
        string[] command = [.. _host?.Enter ?? [], Programs.Dotnet, .. all];
        Program = RunningProgram.Start(Name, command[0], command[1..], Programs.CleanEnvironment(ShiftedClock.Environment(ClockOff)));
    }

    /// <summary>Asks the status address: `healthz`, `readyz` or `metrics`.</summary>
    /// <returns>The status code; 0 where nothing answers.</returns>
    public async Task<int> StatusAsync(string page, CancellationToken cancellationToken) => (await AskAsync(page, cancellationToken)).Status;

    /// <summary>Asks the status address, and returns the page too.</summary>
    public async Task<(int Status, string Body)> AskAsync(string page, CancellationToken cancellationToken)
    {
        using var client = new HttpClient();
        try
        {
            using var answer = await client.GetAsync(new Uri($"http://{Address}:{StatusPort}/{page}"), cancellationToken);
            return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(cancellationToken));
        }
        catch (HttpRequestException)
        {
            return (0, "");
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Program is not null)
        {
            await Program.DisposeAsync();
        }

        _data.Dispose();
    }
}
