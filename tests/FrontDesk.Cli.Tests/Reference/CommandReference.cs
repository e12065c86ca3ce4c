using System.CommandLine;
using System.Text;
using FrontDesk.Cli.Flags;

namespace FrontDesk.Cli.Tests.Reference;

/// <summary>Writes docs/reference/cli.md from the command tree itself.</summary>
internal static class CommandReference
{
    private static readonly (string Name, string Meaning)[] Variables =
    [
        ("FRONTDESK_SERVER", "The control plane, as in `https://desk.example.com:7400`. Else the server that `login` stored, else `https://127.0.0.1:7400`."),
        ("FRONTDESK_TOKEN", "The operator's token."),
        ("FRONTDESK_TOKEN_FILE", "The file that holds the operator's token, where FRONTDESK_TOKEN is not set. Else the token that `login` stored for this server."),
        ("FRONTDESK_CA", "The file with the authority's certificate (PEM), or its SHA-256 fingerprint. Else the authority that `login` stored, else what the machine trusts."),
        ("XDG_CONFIG_HOME", "`login` stores its context in `frontdesk/context.json` below it. Default `~/.config`."),
        ("NO_COLOR", "Set to anything: no colour on terminals."),
    ];

    /// <summary>The whole page.</summary>
    public static string Write(RootCommand root)
    {
        var page = new StringBuilder("""
            # Reference: `frontdesk`

            Generated from the command tree; a test holds it to what the command really takes. [docs/cli.md](../cli.md) explains how to use it.


            """);
        foreach (var command in root.Subcommands)
        {
            Write(page, command.Name, command);
        }

        page.Append("## Exit codes\n\n| code | meaning |\n|---|---|\n");
        foreach (var (code, meaning) in ExitCode.All)
        {
            page.Append($"| {code} | {meaning} |\n");
        }

        page.Append("\n## Environment\n\n| variable | meaning |\n|---|---|\n");
        foreach (var (name, meaning) in Variables)
        {
            page.Append($"| `{name}` | {meaning} |\n");
        }

        return page.Append("| `FRONTDESK_…` | Every flag above, by the name in its table. What stands on the command line wins. A repeatable flag's values are parted by commas. |\n").ToString();
    }

    private static void Write(StringBuilder page, string path, Command command)
    {
        page.Append($"## frontdesk {path}\n\n{command.Description}\n\n");
        var arguments = command.Arguments.Select(argument => argument.Arity.MinimumNumberOfValues == 0 ? $" [{argument.Name}]" : $" {argument.Name}");
        page.Append($"    frontdesk {path}{(command.Subcommands.Count > 0 ? " [VERB]" : "")}{string.Concat(arguments)}{(command.Options.Any(IsOwn) ? " [flags]" : "")}\n\n");
        foreach (var argument in command.Arguments)
        {
            page.Append($"- `{argument.Name}`: {argument.Description}\n");
        }

        page.Append(command.Arguments.Count > 0 ? "\n" : "");
        if (command.Options.Any(IsOwn))
        {
            WriteFlags(page, command);
        }

        foreach (var verb in command.Subcommands)
        {
            Write(page, $"{path} {verb.Name}", verb);
        }
    }

    private static void WriteFlags(StringBuilder page, Command command)
    {
        page.Append("| flag | environment | meaning |\n|---|---|---|\n");
        foreach (var option in command.Options.Where(IsOwn))
        {
            var names = string.Join(", ", option.Aliases.Append(option.Name).Select(name => $"`{name}`"));
            var value = option.ValueType == typeof(bool) ? "" : $" {option.HelpName?.Replace("|", "\\|", StringComparison.Ordinal)}";
            page.Append($"| {names}{value} | `{EnvironmentFlags.VariableOf(option)}` | {option.Description}{(option.Required ? " Required." : "")} |\n");
        }

        page.Append('\n');
    }

    private static bool IsOwn(Option option) => !EnvironmentFlags.IsBuiltIn(option);
}
