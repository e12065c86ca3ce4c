using System.Globalization;
using FrontDesk.Testing.Desks;
using FrontDesk.Testing.Files;
using FrontDesk.Testing.Networking;
using FrontDesk.Testing.Processes;

namespace FrontDesk.EndToEnd.Tests.Quickstart;

/// <summary>The quickstart, as a newcomer runs it. Only its ports are shifted, since others may run it on this machine.</summary>
public sealed class QuickstartTests : IDisposable
{
    private const string LastLine = "Ctrl-C ends everything";
    private readonly TempDirectory _directory = new();
    private readonly int _shift = FreePort.NextShift(7400, 7401, 7402, 8080, 8443, 9101, 9102);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string Data => _directory["quickstart"];

    [Fact]
    public async Task It_starts_from_nothing_prints_commands_that_work_starts_again_on_its_data_and_ends_on_SIGTERM_and_on_Ctrl_C()
    {
        await using (var first = Start("env", ["--default-signal=INT,TERM", Programs.Dotnet, "exec", Programs.Quickstart]))
        {
            await first.WaitForLineAsync("everything to run", IsLast, Stop);
            var printed = await EveryPrintedCommandWorksAsync(first);
            Assert.Contains(printed, static command => command.StartsWith("curl ", StringComparison.Ordinal));
            Assert.Contains(printed, static command => command.StartsWith("frontdesk apply ", StringComparison.Ordinal));
            first.Terminate();
            Assert.Equal(0, await first.WaitForExitAsync(Stop));
            Assert.Empty(first.Errors.Text);
        }

        // As README says it, but for the build: this very tree is built already.
        await using (var second = Start(
            "setsid", ["env", "--default-signal=INT,TERM", Programs.Dotnet, "run", "--no-build", "-c", Repository.Configuration, "--project", Repository.PathOf("deploy/quickstart"), "--"]))
        {
            await second.WaitForLineAsync("everything to run", IsLast, Stop);
            Assert.Contains("quickstart", await BashAsync($". {Data}/env.sh; frontdesk history"), StringComparison.Ordinal);
            Assert.Contains("Hello from shop.", await BashAsync(Printed(second).First(static command => command.StartsWith("curl ", StringComparison.Ordinal))), StringComparison.Ordinal);
            second.PressCtrlC();
            Assert.Equal(0, await second.WaitForExitAsync(Stop));
        }

        // From nothing again: the first run's history is gone.
        await using (var third = Start("env", ["--default-signal=INT,TERM", Programs.Dotnet, "exec", Programs.Quickstart, "--clean"]))
        {
            await third.WaitForLineAsync("everything to run", IsLast, Stop);
            Assert.Contains("\"revision\": 1", await BashAsync($". {Data}/env.sh; frontdesk history -o json"), StringComparison.Ordinal);
            Assert.DoesNotContain("\"revision\": 2", await BashAsync($". {Data}/env.sh; frontdesk history -o json"), StringComparison.Ordinal);
            third.Terminate();
            Assert.Equal(0, await third.WaitForExitAsync(Stop));
        }
    }

    [Fact]
    public async Task Clean_leaves_a_folder_alone_that_it_did_not_make()
    {
        var precious = _directory.Write("quickstart/precious.txt", "mine");

        await using var program = Start(Programs.Dotnet, ["exec", Programs.Quickstart, "--clean"]);

        Assert.Equal(1, await program.WaitForExitAsync(Stop));
        Assert.Contains("was not made by the quickstart", program.Errors.Text, StringComparison.Ordinal);
        Assert.True(File.Exists(precious));
    }

    [Fact]
    public async Task A_port_in_use_is_told_and_nothing_is_left_running()
    {
        using var taken = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 7400 + _shift);
        taken.Start();

        await using var program = Start(Programs.Dotnet, ["exec", Programs.Quickstart]);

        Assert.Equal(1, await program.WaitForExitAsync(Stop));
        Assert.Contains("control plane ended by itself", program.Errors.Text, StringComparison.Ordinal);
        Assert.Contains((7400 + _shift).ToString(CultureInfo.InvariantCulture), program.Errors.Text, StringComparison.Ordinal);
    }

    /// <inheritdoc/>
    public void Dispose() => _directory.Dispose();

    private static bool IsLast(string line) => line.Contains(LastLine, StringComparison.Ordinal);

    /// <summary>The indented lines that are commands.</summary>
    private static List<string> Printed(RunningProgram quickstart) =>
        [.. quickstart.Output.All.Select(static line => line.Trim()).Where(static line => line.StartsWith("curl ", StringComparison.Ordinal) || line.StartsWith("frontdesk ", StringComparison.Ordinal))];

    private static async Task<string> BashAsync(string command)
    {
        await using var bash = RunningProgram.Start("bash", "bash", ["-c", $"set -eu -o pipefail; {command}"], Programs.CleanEnvironment());
        var code = await bash.WaitForExitAsync(Stop);
        Assert.True(code == 0, $"`{command}` ended with {code}.\n{bash.Describe()}");
        return bash.Output.Text;
    }

    private async Task<List<string>> EveryPrintedCommandWorksAsync(RunningProgram quickstart)
    {
        var commands = Printed(quickstart);
        foreach (var command in commands)
        {
            var output = await BashAsync(command.StartsWith("curl ", StringComparison.Ordinal) ? $"{command} -sS --max-time 60" : $". {Data}/env.sh; {command}");
            if (command.StartsWith("curl ", StringComparison.Ordinal))
            {
                Assert.Contains("Hello from shop.", output, StringComparison.Ordinal);
            }
        }

        return commands;
    }

    private RunningProgram Start(string file, string[] arguments) => RunningProgram.Start(
        "quickstart", file, [.. arguments, "--data", Data, "--shift", _shift.ToString(CultureInfo.InvariantCulture)], Programs.CleanEnvironment());
}
