using System.Diagnostics;
using System.Runtime.InteropServices;

namespace FrontDesk.Quickstart;

/// <summary>A process of the quickstart; what it writes goes to its log file.</summary>
internal sealed class Child : IAsyncDisposable
{
    private const int SigTerm = 15;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private readonly Process _process;
    private readonly StreamWriter _log;
    private readonly Task _copied;

    private Child(string name, string log, Process process)
    {
        Name = name;
        LogFile = log;
        _process = process;
        _log = new StreamWriter(log, append: false) { AutoFlush = true };
        var writer = TextWriter.Synchronized(_log);
        _copied = Task.WhenAll(CopyAsync(process.StandardOutput, writer), CopyAsync(process.StandardError, writer));
    }

    /// <summary>What it is, for people.</summary>
    public string Name { get; }

    /// <summary>Where its output is.</summary>
    public string LogFile { get; }

    /// <summary>Its exit code, once it has ended.</summary>
    public int ExitCode => _process.ExitCode;

    /// <summary>Starts `dotnet exec ASSEMBLY ARGUMENTS…`.</summary>
    public static Child Start(string name, string log, string assembly, params string[] arguments)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(log)!);
        var start = new ProcessStartInfo(Dotnet.Path, ["exec", assembly, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        return new Child(name, log, Process.Start(start) ?? throw new QuickstartException($"{name} did not start."));
    }

    /// <summary>Ends when the process has ended.</summary>
    public Task WaitAsync(CancellationToken cancellationToken) => _process.WaitForExitAsync(cancellationToken);

    /// <summary>The last lines it wrote.</summary>
    public string LastLines() => string.Join('\n', File.ReadLines(LogFile).TakeLast(20));

    /// <summary>Asks the process to end, and ends it where it does not.</summary>
    public async ValueTask DisposeAsync()
    {
        AskToEnd();
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            await _process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync(CancellationToken.None);
        }

        await _copied;
        await _log.DisposeAsync();
        _process.Dispose();
    }

    private static async Task CopyAsync(StreamReader from, TextWriter to)
    {
        while (await from.ReadLineAsync() is { } line)
        {
            await to.WriteLineAsync(line);
        }
    }

    private void AskToEnd()
    {
        if (_process.HasExited)
        {
            return;
        }

        if (OperatingSystem.IsWindows())
        {
            _process.Kill(entireProcessTree: true);
        }
        else
        {
            // Fails only where the process has just ended, which is what is wanted.
            _ = Kill(_process.Id, SigTerm);
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Kill(int process, int signal);
}
