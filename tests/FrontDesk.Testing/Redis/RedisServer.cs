using System.Globalization;
using FrontDesk.Testing.Files;
using FrontDesk.Testing.Networking;
using FrontDesk.Testing.Processes;

namespace FrontDesk.Testing.Redis;

/// <summary>A real redis-server of a test's own: own port, own directory, append-only file with fsync on every write.</summary>
public sealed class RedisServer : IAsyncDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly string[] _arguments;
    private RunningProgram? _process;

    private RedisServer(string[] arguments) => _arguments = arguments;

    /// <summary>The port on 127.0.0.1.</summary>
    public int Port { get; } = FreePort.Next();

    /// <summary>The password that every client needs.</summary>
    public string Password { get; } = Guid.NewGuid().ToString("N");

    /// <summary>The process's id.</summary>
    public int Id => _process!.Id;

    /// <summary>For StackExchange.Redis.</summary>
    public string ConnectionString => $"127.0.0.1:{Port},password={Password}";

    /// <summary>For the control plane's `--store`; the password goes beside it.</summary>
    public string Url => $"redis://127.0.0.1:{Port}";

    /// <summary>Where it keeps its files.</summary>
    public string Directory => _directory.Path;

    /// <summary>Starts a server and waits until it answers.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <param name="arguments">More arguments, like `--maxmemory-policy allkeys-lru`; later ones win.</param>
    public static async Task<RedisServer> StartAsync(CancellationToken cancellationToken, params string[] arguments)
    {
        var server = new RedisServer(arguments);
        await server.StartAgainAsync(cancellationToken);
        return server;
    }

    /// <summary>Starts the server again on the same port and files.</summary>
    public async Task StartAgainAsync(CancellationToken cancellationToken)
    {
        string[] arguments =
        [
            "--port", Port.ToString(CultureInfo.InvariantCulture), "--bind", "127.0.0.1", "--dir", Directory,
            "--requirepass", Password, "--appendonly", "yes", "--appendfsync", "always", "--save", "",
            .. _arguments,
        ];
        _process = RunningProgram.Start("redis-server", "redis-server", arguments);
        await _process.WaitForLineAsync("readiness", line => line.Contains("Ready to accept connections", StringComparison.Ordinal), cancellationToken);
    }

    /// <summary>Ends the server without a word.</summary>
    public Task KillAsync() => _process!.KillAsync();

    /// <summary>Stops the process where it is: connections stay, answers do not come.</summary>
    public void Freeze() => _process!.Signal(19);

    /// <summary>Lets a frozen process go on.</summary>
    public void Thaw() => _process!.Signal(18);

    /// <summary>Runs one command and returns what the server answered.</summary>
    /// <exception cref="InvalidOperationException">The server answered with an error, or not at all.</exception>
    public async Task<string> CommandAsync(CancellationToken cancellationToken, params string[] command)
    {
        await using var client = RunningProgram.Start(
            "redis-cli",
            "redis-cli",
            ["-p", Port.ToString(CultureInfo.InvariantCulture), "-e", .. command],
            new Dictionary<string, string?> { ["REDISCLI_AUTH"] = Password });
        return await client.WaitForExitAsync(cancellationToken) == 0 ? client.Output.Text : throw new InvalidOperationException(client.Describe());
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await _process.DisposeAsync();
        }

        _directory.Dispose();
    }
}
