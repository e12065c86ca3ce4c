using System.CommandLine;
using System.CommandLine.Parsing;
using System.Net;

namespace FrontDesk.Edge.Hosting;

/// <summary>The command line of `frontdesk-edge`. Every flag also stands as FRONTDESK_… in the environment; the flag wins.</summary>
/// <param name="run">Runs an edge until its end, and tells the exit code.</param>
/// <param name="environment">Finds a variable; null where it is not set.</param>
internal sealed class EdgeCommand(Func<EdgeOptions, CancellationToken, Task<int>> run, Func<string, string?> environment)
{
    /// <summary>Reads the arguments and runs the edge.</summary>
    /// <param name="arguments">As the shell gave them.</param>
    /// <param name="errors">Where people read what they must mend: one line.</param>
    /// <returns>The exit code: 0 for an orderly end, 1 for what people must mend.</returns>
    public async Task<int> RunAsync(string[] arguments, TextWriter errors)
    {
        ParseResult parsed = Create().Parse(arguments);
        string? problem = parsed.Errors is [var error, ..] ? error.Message : null;
        if (problem is null)
        {
            try
            {
                // The host listens for SIGTERM by itself, and takes as long as the drain may take.
                InvocationConfiguration invocation = new() { ProcessTerminationTimeout = null, EnableDefaultExceptionHandler = false };
                return await parsed.InvokeAsync(invocation).ConfigureAwait(false);
            }
            catch (EdgeStartException e)
            {
                problem = e.Message;
            }
        }

        await errors.WriteLineAsync("frontdesk-edge: " + problem).ConfigureAwait(false);
        return 1;
    }

    private RootCommand Create()
    {
        Option<Uri[]> controlPlanes = Flag("--control-plane", "Control planes: https://HOST:7401, separated by commas.", FlagValues.ControlPlanes, required: true);
        Option<string> data = Flag("--data", "Directory for identity, keys and the last-known-good configuration.", FlagValues.Text, required: true);
        Option<string?> joinFile = Flag<string?>("--join-file", "File with the join token; else FRONTDESK_JOIN. Only for the first start.", FlagValues.Text);
        Option<string> name = Flag("--name", "Name wished for at the first start. Default: the host's name.", FlagValues.Text, Environment.MachineName);
        Option<string> group = Flag("--group", "Group wished for at the first start. Default: the join token's.", FlagValues.Text, "");
        Option<IPAddress?> bindAddress = Flag<IPAddress?>("--bind-address", "Address of listeners that name only a port. Default: all.", FlagValues.Address);
        Option<IPEndPoint> status = Flag("--status", "Address of /healthz, /readyz and /metrics.", FlagValues.EndPoint, new IPEndPoint(IPAddress.Loopback, 7402));
        Option<bool> statusOpen = Flag("--status-open", "Serve the status address beyond loopback without TLS and token.", FlagValues.Switch, false);
        Option<string?> statusTokenFile = Flag<string?>("--status-token-file", "File with the bearer token that the status address asks for.", FlagValues.Text);
        Option<string?> statusClientAuthority = Flag<string?>("--status-client-ca", "File with authorities (PEM) whose clients the status address serves without a token.", FlagValues.Text);
        Option<string?> stateKeyFile = Flag<string?>("--state-key-file", "File with the key that encrypts secrets on disk. Default: state.key in --data.", FlagValues.Text);
        Option<TimeSpan> drainTimeout = Flag("--drain-timeout", "How long running requests may take after SIGTERM: 500ms, 30s, 5m.", FlagValues.Duration, TimeSpan.FromSeconds(30));
        Option<string> accessLog = Flag("--access-log", "File of the access log, or - for standard output.", FlagValues.Text, "-");

        RootCommand command = new("One edge of Front Desk: accepts traffic, routes and forwards it as the control plane says.")
        {
            controlPlanes, data, joinFile, name, group, bindAddress, status, statusOpen, statusTokenFile, statusClientAuthority, stateKeyFile, drainTimeout, accessLog,
        };
        command.SetAction((arguments, cancellation) => run(
            new EdgeOptions
            {
                ControlPlanes = arguments.GetRequiredValue(controlPlanes),
                DataDirectory = arguments.GetRequiredValue(data),
                Name = arguments.GetRequiredValue(name),
                JoinToken = SecretText("--join-file", arguments.GetValue(joinFile)) ?? Variable("FRONTDESK_JOIN"),
                Group = arguments.GetRequiredValue(group),
                BindAddress = arguments.GetValue(bindAddress),
                Status = arguments.GetRequiredValue(status),
                StatusOpen = arguments.GetValue(statusOpen),
                StatusToken = SecretText("--status-token-file", arguments.GetValue(statusTokenFile)),
                StatusClientAuthorityFile = arguments.GetValue(statusClientAuthority),
                StateKeyFile = arguments.GetValue(stateKeyFile),
                DrainTimeout = arguments.GetValue(drainTimeout),
                AccessLog = arguments.GetRequiredValue(accessLog),
            },
            cancellation));
        return command;
    }

    private Option<T> Flag<T>(string name, string description, Func<string, T> parse, T? otherwise = default, bool required = false)
    {
        string variable = "FRONTDESK_" + name[2..].Replace('-', '_').ToUpperInvariant();
        string? set = Variable(variable);
        Option<T> option = new(name) { Description = $"{description} [{variable}]", Required = required && set is null };
        option.CustomParser = result => Parsed(result, name, result.Tokens.Count == 0 ? "true" : result.Tokens[0].Value, parse);
        if (set is not null || !required)
        {
            option.DefaultValueFactory = result => set is null ? otherwise! : Parsed(result, variable, set, parse)!;
        }

        return option;
    }

    private static T? Parsed<T>(ArgumentResult result, string source, string value, Func<string, T> parse)
    {
        try
        {
            return parse(value);
        }
        catch (FormatException e)
        {
            result.AddError($"{source}: '{value}' is not understood. {e.Message}");
            return default;
        }
    }

    private static string? SecretText(string flag, string? file)
    {
        if (file is null)
        {
            return null;
        }

        try
        {
            return File.ReadAllText(file).Trim() is { Length: > 0 } text ? text : throw new EdgeStartException($"The file {file} of {flag} is empty.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new EdgeStartException($"The file of {flag} cannot be read: {e.Message}", e);
        }
    }

    private string? Variable(string name) => environment(name) is { Length: > 0 } value ? value : null;
}
