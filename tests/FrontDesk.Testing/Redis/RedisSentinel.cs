using FrontDesk.Testing.Files;
using FrontDesk.Testing.Networking;
using FrontDesk.Testing.Processes;

namespace FrontDesk.Testing.Redis;

/// <summary>One sentinel that is a quorum by itself, and fails over after half a second.</summary>
public sealed class RedisSentinel : IAsyncDisposable
{
    private readonly TempDirectory _directory;
    private readonly RunningProgram _process;

    private RedisSentinel(TempDirectory directory, int port, RunningProgram process) => (_directory, Port, _process) = (directory, port, process);

    /// <summary>The port on 127.0.0.1.</summary>
    public int Port { get; }

    /// <summary>Starts one that watches a primary, and waits until it knows a replica of it.</summary>
    public static async Task<RedisSentinel> StartAsync(string service, int primary, string password, CancellationToken cancellationToken)
    {
        var directory = new TempDirectory();
        var port = FreePort.Next();
        var file = directory.Write("sentinel.conf", $"""
            port {port}
            bind 127.0.0.1
            requirepass {password}
            sentinel monitor {service} 127.0.0.1 {primary} 1
            sentinel auth-pass {service} {password}
            sentinel down-after-milliseconds {service} 500
            sentinel failover-timeout {service} 5000

            """);
        var process = RunningProgram.Start("redis-sentinel", "redis-server", [file, "--sentinel"]);
        await process.WaitForLineAsync("a replica", line => line.Contains("+slave ", StringComparison.Ordinal), cancellationToken);
        return new RedisSentinel(directory, port, process);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        _directory.Dispose();
    }
}
