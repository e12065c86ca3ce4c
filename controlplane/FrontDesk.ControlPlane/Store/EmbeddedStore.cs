using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Garnet;
using StackExchange.Redis;

namespace FrontDesk.ControlPlane.Store;

/// <summary>
/// A Garnet server in this process, on a loopback port and with a password that nobody else knows. Everything it acknowledges is
/// on disk; what does not fit in its memory lives there as well.
/// </summary>
internal sealed class EmbeddedStore : IDisposable
{
    private const int Tries = 5;

    // How long the checkpoint at the start may take.
    private static readonly TimeSpan CheckpointTime = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan CheckpointPause = TimeSpan.FromMilliseconds(50);

    private readonly GarnetServer _server;
    private readonly DirectoryLock _directory;

    private EmbeddedStore(GarnetServer server, DirectoryLock taken, string directory, ConfigurationOptions address)
    {
        (_server, _directory, Directory, Address) = (server, taken, directory, address);
    }

    /// <summary>Where its files are.</summary>
    public string Directory { get; }

    /// <summary>How to connect to it.</summary>
    public ConfigurationOptions Address { get; }

    /// <summary>Starts the server on its files and reads them.</summary>
    /// <exception cref="StoreRefusedException">The directory is in use, or its files cannot be read.</exception>
    public static async Task<EmbeddedStore> StartAsync(string directory, EmbeddedStoreLimits limits, ILoggerFactory loggers)
    {
        var taken = DirectoryLock.Take(directory);
        GarnetServer? server = null;
        try
        {
            for (var attempt = 1; ; attempt++)
            {
                var port = FreePort();
                var password = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
                try
                {
                    server = new GarnetServer(Arguments(directory, port, password, limits), new EmbeddedStoreLog(loggers));
                    server.Start();
                    var address = new ConfigurationOptions { EndPoints = { new IPEndPoint(IPAddress.Loopback, port) }, Password = password };
                    await CheckpointAsync(address);
                    return new EmbeddedStore(server, taken, directory, address);
                }
                catch (SocketException) when (attempt < Tries)
                {
                    server?.Dispose();

                    // Somebody took the port in the meantime; the next one is another.
                }
            }
        }
        catch (Exception failure) when (failure is not StoreRefusedException)
        {
            server?.Dispose();
            taken.Dispose();
            throw new StoreRefusedException($"the embedded store in {directory} does not start: {failure.Message}", failure);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _server.Dispose();
        _directory.Dispose();
    }

    // A process that is killed in the middle of a transaction leaves the transaction's start in the log of writes, without its end.
    // The next reading of that log would take what a later session with the same number wrote for a part of it, and fail or lose
    // it. So the log starts anew with every process, before anything else is written.
    private static async Task CheckpointAsync(ConfigurationOptions address)
    {
        var options = address.Clone();
        options.AllowAdmin = true;
        options.AsyncTimeout = (int)CheckpointTime.TotalMilliseconds;
        await using var connection = await ConnectionMultiplexer.ConnectAsync(options);
        var waiting = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                await connection.GetDatabase().ExecuteAsync("SAVE");
                return;
            }
            catch (RedisServerException busy) when (busy.Message.Contains("in progress", StringComparison.Ordinal) && waiting.Elapsed < CheckpointTime)
            {
                // One that was due by the clock came first; where it began is not known, so another follows.
                await Task.Delay(CheckpointPause);
            }
        }
    }

    private static string[] Arguments(string directory, int port, string password, EmbeddedStoreLimits limits) =>
    [
        "--bind", "127.0.0.1", "--port", port.ToString(CultureInfo.InvariantCulture), "--auth", "Password", "--password", password, "-q",
        "--no-obj", "--max-databases", "1",

        // Nothing is acknowledged before it is on disk, and nothing is evicted: what does not fit in memory moves to the disk.
        // Of Garnet's devices only FileStream opens its files with O_SYNC, so that a power cut loses nothing either.
        "--aof", "--aof-commit-freq", "0", "--aof-commit-wait", "--recover", "--fail-on-recovery-error",
        "--storage-tier", "--logdir", directory, "--checkpointdir", directory, "--device-type", "FileStream",

        // Small pages, for a desk is small; a part of a value and its log entry must fit into a page.
        "--memory", limits.Memory, "--page", "2m", "--index", "1m", "--index-max-size", "64m", "--segment", "16m",
        "--aof-memory", limits.LogMemory, "--aof-page-size", "4m", "--aof-segment-size", "16m",

        // Its files shrink at checkpoints only.
        "--checkpoint-freq", limits.CheckpointSeconds.ToString(CultureInfo.InvariantCulture),
        "--compaction-type", "Lookup", "--compaction-max-segments", "2",
    ];

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
