using System.Text;
using FrontDesk.Testing.Files;

namespace FrontDesk.Cli.Tests.Fakes;

/// <summary>A shell of a test's own: it runs commands in this process and keeps what they write.</summary>
internal sealed class TestShell : IDisposable
{
    private readonly TempDirectory _directory = new();

    /// <summary>Variables that are set; nothing of this process' environment is seen.</summary>
    public Dictionary<string, string> Variables { get; } = [];

    public string Input { get; set; } = "";

    /// <summary>Opens an input of the test's own making, in the place of <see cref="Input"/>.</summary>
    public Func<Stream>? OpenInput { get; set; }

    public bool InputIsTerminal { get; set; }

    public bool OutIsTerminal { get; set; }

    public string? Hidden { get; set; }

    public TimeProvider Time { get; set; } = new ImpatientTime();

    public string Directory => _directory.Path;

    /// <summary>A shell whose environment names the control plane.</summary>
    public static TestShell For(FakeControlPlane control)
    {
        var shell = new TestShell();
        shell.Variables["FRONTDESK_SERVER"] = control.Url;
        shell.Variables["FRONTDESK_TOKEN"] = FakeControlPlane.Token;
        shell.Variables["FRONTDESK_CA"] = shell.Write("ca.crt", control.Authority.Pem);
        return shell;
    }

    public string Write(string name, string text) => _directory.Write(name, text);

    /// <summary>Runs a command. The token must never be in what it writes.</summary>
    public Task<Ended> RunAsync(params string[] args) => RunAsync(TestContext.Current.CancellationToken, new StringWriter(), args);

    public async Task<Ended> RunAsync(CancellationToken cancellation, StringWriter output, params string[] args)
    {
        var error = new StringWriter();
        var code = await CommandLine.RunAsync(args, Make(output, error), cancellation);
        Assert.DoesNotContain(FakeControlPlane.Token, output.ToString() + error, StringComparison.Ordinal);
        return new Ended(code, output.ToString(), error.ToString().Replace(Directory, "DIR", StringComparison.Ordinal));
    }

    public Shell Make(TextWriter? output = null, TextWriter? error = null) => new()
    {
        Out = output ?? TextWriter.Null,
        Error = error ?? TextWriter.Null,
        OpenInput = OpenInput ?? (() => new MemoryStream(Encoding.UTF8.GetBytes(Input))),
        ReadHidden = () => Hidden,
        InputIsTerminal = InputIsTerminal,
        OutIsTerminal = OutIsTerminal,
        Variable = name => Variables.GetValueOrDefault(name),
        Directory = Directory,
        Time = Time,
    };

    public void Dispose() => _directory.Dispose();
}

/// <summary>How a command ended.</summary>
internal sealed record Ended(int Code, string Out, string Error)
{
    /// <summary>Fails, with all that was written, unless the code is this one.</summary>
    public Ended Expect(int code)
    {
        Assert.True(Code == code, $"exit code {Code}, not {code}\n--- stdout\n{Out}--- stderr\n{Error}");
        return this;
    }
}

/// <summary>A clock that stands still, and whose timers ring at once: pauses between attempts take no time.</summary>
internal sealed class ImpatientTime : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        System.CreateTimer(callback, state, dueTime == Timeout.InfiniteTimeSpan ? dueTime : TimeSpan.Zero, period);
}
