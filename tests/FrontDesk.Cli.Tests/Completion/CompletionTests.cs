using System.Diagnostics;
using FrontDesk.Cli.Tests.Fakes;

namespace FrontDesk.Cli.Tests.Completion;

public sealed class CompletionTests : IDisposable
{
    private readonly TestShell _shell = new();

    public void Dispose() => _shell.Dispose();

    [Fact]
    public async Task The_script_for_bash_completes_commands_flags_and_values()
    {
        var script = (await _shell.RunAsync("completion", "bash")).Expect(0).Out;
        Assert.Equal("apply\n", await CompleteAsync(script, "frontdesk", "app"));
        Assert.Equal("--timeout\n", await CompleteAsync(script, "frontdesk", "apply", "--ti"));
        Assert.Equal("json\n", await CompleteAsync(script, "frontdesk", "status", "-o", "js"));
        Assert.Equal("route\n", await CompleteAsync(script, "frontdesk", "get", "ro"));
        Assert.Equal("zsh\n", await CompleteAsync(script, "frontdesk", "completion", "z"));
    }

    [Theory]
    [InlineData("zsh", "#compdef frontdesk")]
    [InlineData("fish", "complete -c frontdesk")]
    public async Task The_other_scripts_name_every_command_and_have_their_quotes_in_pairs(string shellName, string start)
    {
        var script = (await _shell.RunAsync("completion", shellName)).Expect(0).Out;
        Assert.Contains(start, script, StringComparison.Ordinal);
        Assert.All(CommandTree.Build(_shell.Make()).Subcommands, command => Assert.Contains(command.Name, script, StringComparison.Ordinal));
        Assert.All(script.Split('\n'), line => Assert.Equal(0, line.Count(c => c == '\'') % 2));
    }

    [Fact]
    public async Task Every_shell_that_is_installed_here_parses_its_script()
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':');
        var installed = new[] { "bash", "fish", "zsh" }.Where(name => folders.Any(folder => File.Exists(Path.Combine(folder, name)))).ToList();
        Assert.Contains("bash", installed);
        foreach (var name in installed)
        {
            var file = _shell.Write($"completion.{name}", (await _shell.RunAsync("completion", name)).Expect(0).Out);
            using var parser = Process.Start(new ProcessStartInfo(name, ["-n", file]) { RedirectStandardError = true })!;
            var errors = await parser.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            await parser.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.Equal((name, 0, ""), (name, parser.ExitCode, errors));
        }
    }

    /// <summary>Has bash itself load the script and complete the last word.</summary>
    private async Task<string> CompleteAsync(string script, params string[] words)
    {
        var file = _shell.Write("completion.bash", script);
        var list = string.Join(' ', words.Select(word => $"'{word}'"));
        var probe = $"set -e; source '{file}'; COMP_WORDS=({list}); COMP_CWORD={words.Length - 1}; _frontdesk; printf '%s\\n' \"${{COMPREPLY[@]}}\"";
        using var bash = Process.Start(new ProcessStartInfo("bash", ["-c", probe]) { RedirectStandardOutput = true })!;
        var output = await bash.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await bash.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, bash.ExitCode);
        return output;
    }
}
