using System.Diagnostics;
using System.Runtime.InteropServices;

namespace FrontDesk.Testing.Processes;

/// <summary>A process that a test started: its output is kept, and it is killed at the latest when the test ends.</summary>
public sealed class RunningProgram : IAsyncDisposable
{
    private const int SigTerm = 15;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private readonly Process _process;

    private RunningProgram(string name, Process process)
    {
        Name = name;
        _process = process;
        process.OutputDataReceived += (_, line) => Output.Add(line.Data);
        process.ErrorDataReceived += (_, line) => Errors.Add(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>What the test calls it, for messages.</summary>
    public string Name { get; }

    /// <summary>What it wrote to stdout.</summary>
    public OutputLines Output { get; } = new();

    /// <summary>What it wrote to stderr.</summary>
    public OutputLines Errors { get; } = new();

    /// <summary>The process's id.</summary>
    public int Id => _process.Id;

    /// <summary>Whether it has ended.</summary>
    public bool HasExited => _process.HasExited;

    /// <summary>Starts a program with exactly these arguments.</summary>
    /// <param name="name">What the test calls it.</param>
    /// <param name="file">The executable.</param>
    /// <param name="arguments">Its arguments, unquoted.</param>
    /// <param name="environment">Variables to add; a null value removes one.</param>
    /// <param name="directory">Where it runs; default: here.</param>
    public static RunningProgram Start(
        string name,
        string file,
        IEnumerable<string> arguments,
        IReadOnlyDictionary<string, string?>? environment = null,
        string? directory = null)
    {
        var start = new ProcessStartInfo(file, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = directory ?? "",
        };
        foreach (var (key, value) in environment ?? new Dictionary<string, string?>())
        {
            start.Environment[key] = value;
        }

        var process = Process.Start(start) ?? throw new InvalidOperationException($"{name}: {file} did not start.");
        process.StandardInput.Close();
        return new RunningProgram(name, process);
    }

    /// <summary>Waits until a line of stdout or stderr fits.</summary>
    /// <param name="what">What is waited for, for the message when it never comes.</param>
    /// <param name="fits">Whether a line is the one.</param>
    /// <param name="cancellationToken">Ends the wait; it also ends by itself after three minutes.</param>
    /// <exception cref="InvalidOperationException">The program ended, or wrote no such line in time. Holds its output.</exception>
    public async Task<string> WaitForLineAsync(string what, Func<string, bool> fits, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            var inOutput = Output.FindAsync(fits, 0, patience.Token);
            var inErrors = Errors.FindAsync(fits, 0, patience.Token);
            var first = await Task.WhenAny(inOutput, inErrors);
            return await first ?? await (first == inOutput ? inErrors : inOutput)
                ?? throw new InvalidOperationException($"{Name} ended before {what}.\n{Describe()}");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new InvalidOperationException($"{Name}: {what} did not come within {Patience.TotalSeconds} s.\n{Describe()}");
        }
    }

    /// <summary>Asks the program to end, as a service supervisor does.</summary>
    public void Terminate() => Signal(SigTerm);

    /// <summary>Sends a signal by its number.</summary>
    public void Signal(int signal)
    {
        if (Kill(_process.Id, signal) != 0 && !_process.HasExited)
        {
            throw new InvalidOperationException($"{Name} could not be sent signal {signal}: error {Marshal.GetLastPInvokeError()}.");
        }
    }

    /// <summary>Sends Ctrl-C as a terminal does: to the program and to all that it started. The program must lead its process group (`setsid`).</summary>
    public void PressCtrlC()
    {
        if (Kill(-_process.Id, 2) != 0)
        {
            throw new InvalidOperationException($"The process group of {Name} could not be sent SIGINT: error {Marshal.GetLastPInvokeError()}.");
        }
    }

    /// <summary>Ends the program without a word, as a power cut does.</summary>
    public async Task KillAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
    }

    /// <summary>Waits for the program's end and for all of its output.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> WaitForExitAsync(CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            await _process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new InvalidOperationException($"{Name} did not end within {Patience.TotalSeconds} s.\n{Describe()}");
        }

        return _process.ExitCode;
    }

    /// <summary>What the program wrote, for messages.</summary>
    public string Describe() => $"--- {Name} stdout\n{Output.Text}\n--- {Name} stderr\n{Errors.Text}";

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        _process.Dispose();
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static extern int Kill(int process, int signal);
}
