using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using FrontDesk.Testing.Backends;
using FrontDesk.Testing.Desks;
using FrontDesk.Testing.Files;
using FrontDesk.Testing.Networking;
using FrontDesk.Testing.Processes;

namespace FrontDesk.EndToEnd.Tests.Docs;

/// <summary>The commands of docs/quickstart.md, line by line, on ports of the test's own.</summary>
public sealed partial class QuickstartPageTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_commands_by_hand_lead_to_a_site_that_is_served()
    {
        await using var service = await HttpBackend.StartEchoAsync("by-hand");
        var page = File.ReadAllText(Repository.PathOf("docs/quickstart.md"));
        var ports = new[] { "7400", "7401", "7402", "8080", "8443" }.ToDictionary(static port => port, static _ => FreePort.Next().ToString(CultureInfo.InvariantCulture));
        ports["9000"] = service.Port.ToString(CultureInfo.InvariantCulture);
        string Shifted(string text) => Port().Replace(text, match => ports[match.Value]);
        _directory.Write("desk.yaml", Shifted(Yaml().Match(page).Groups[1].Value));
        var commands = Shifted(Shell().Matches(page)[^1].Groups[1].Value).TrimEnd().Split('\n');
        Assert.Contains(commands, static command => command.StartsWith("curl ", StringComparison.Ordinal));

        await using var bash = RunningProgram.Start("bash", "bash", ["-c", Script(commands, ports)], Programs.CleanEnvironment(), _directory.Path);

        Assert.True(await bash.WaitForExitAsync(Stop) == 0, bash.Describe());
        Assert.Contains("by-hand", bash.Output.Text, StringComparison.Ordinal);
    }

    /// <inheritdoc/>
    public void Dispose() => _directory.Dispose();

    /// <summary>The page's lines, with the built programs in the path; after a line that starts a program comes the wait that a person would make.</summary>
    private static string Script(IEnumerable<string> commands, Dictionary<string, string> ports)
    {
        var script = new StringBuilder();
        script.AppendLine(CultureInfo.InvariantCulture, $$"""
            set -eu
            export FRONTDESK_LISTEN=127.0.0.1:{{ports["7400"]}} FRONTDESK_EDGE_LISTEN=127.0.0.1:{{ports["7401"]}} FRONTDESK_STATUS=127.0.0.1:{{ports["7402"]}} FRONTDESK_BIND_ADDRESS=127.0.0.1
            frontdesk() { '{{Programs.Dotnet}}' exec '{{Programs.CommandLine}}' "$@"; }
            frontdesk-controlplane() { exec '{{Programs.Dotnet}}' exec '{{Programs.ControlPlane}}' "$@"; }
            frontdesk-edge() { exec '{{Programs.Dotnet}}' exec '{{Programs.Edge}}' "$@"; }
            trap 'kill $(jobs -p); wait' EXIT
            """);
        foreach (var command in commands)
        {
            script.AppendLine(command);
            if (command.StartsWith("export ", StringComparison.Ordinal))
            {
                script.AppendLine("until frontdesk status >/dev/null 2>&1; do kill -0 %1; sleep 0.2; done");
            }
            else if (command.StartsWith("frontdesk-edge ", StringComparison.Ordinal))
            {
                script.AppendLine("until frontdesk status -o json | grep -q '\"edge-1\"'; do kill -0 %2; sleep 0.2; done");
            }
        }

        return script.ToString();
    }

    [GeneratedRegex("^```yaml\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Yaml();

    [GeneratedRegex("^```sh\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Shell();

    [GeneratedRegex(@"\b(7400|7401|7402|8080|8443|9000)\b")]
    private static partial Regex Port();
}
