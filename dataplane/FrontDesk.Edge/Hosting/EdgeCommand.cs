using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Net;

namespace FrontDesk.Edge.Hosting;

/// <summary>The command line of `frontdesk-edge`. Every flag also stands as FRONTDESK_… in the environment; the flag wins.</summary>
internal static class EdgeCommand
{
    /// <summary>The command, ready to parse.</summary>
    public static RootCommand Create()
    {
        Option<Uri[]> controlPlanes = Flag("--control-plane", "Control planes: https://HOST:7401, separated by commas.", Addresses, required: true);
        Option<string> data = Flag("--data", "Directory for identity, keys and the last-known-good configuration.", Text, required: true);
        Option<string?> joinFile = Flag<string?>("--join-file", "File with the join token; else FRONTDESK_JOIN. Only for the first start.", Text);
        Option<string> name = Flag("--name", "Name wished for at the first start. Default: the host's name.", Text, Environment.MachineName);
        Option<string> group = Flag("--group", "Group wished for at the first start. Default: the join token's.", Text, "");
        Option<IPAddress?> bindAddress = Flag<IPAddress?>("--bind-address", "Address of listeners that name only a port. Default: all.", IPAddress.Parse);
        Option<IPEndPoint> status = Flag("--status", "Address of /healthz, /readyz and /metrics.", EndPoint, new IPEndPoint(IPAddress.Loopback, 7402));
        Option<bool> statusOpen = Flag("--status-open", "Serve the status address beyond loopback without TLS and token.", bool.Parse, false);
        Option<string?> statusTokenFile = Flag<string?>("--status-token-file", "File with the bearer token that the status address asks for.", Text);
        Option<string?> stateKeyFile = Flag<string?>("--state-key-file", "File with the key that encrypts secrets on disk. Default: state.key in --data.", Text);
        Option<TimeSpan> drainTimeout = Flag("--drain-timeout", "How long running requests may take after SIGTERM: 500ms, 30s, 5m.", Duration, TimeSpan.FromSeconds(30));
        Option<string> accessLog = Flag("--access-log", "File of the access log, or - for standard output.", Text, "-");

        RootCommand command = new("One edge of Front Desk: accepts traffic, routes and forwards it as the control plane says.")
        {
            controlPlanes, data, joinFile, name, group, bindAddress, status, statusOpen, statusTokenFile, stateKeyFile, drainTimeout, accessLog,
        };
        command.SetAction((arguments, cancellation) => RunAsync(
            () => new EdgeOptions
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
                StateKeyFile = arguments.GetValue(stateKeyFile),
                DrainTimeout = arguments.GetValue(drainTimeout),
                AccessLog = arguments.GetRequiredValue(accessLog),
            },
            cancellation));
        return command;
    }

    private static async Task<int> RunAsync(Func<EdgeOptions> options, CancellationToken cancellation)
    {
        try
        {
            return await EdgeHost.RunAsync(options(), cancellation).ConfigureAwait(false);
        }
        catch (EdgeStartException e)
        {
            await Console.Error.WriteLineAsync("frontdesk-edge: " + e.Message).ConfigureAwait(false);
            return 1;
        }
    }

    private static Option<T> Flag<T>(string name, string description, Func<string, T> parse, T? otherwise = default, bool required = false)
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

    private static string Text(string value) => value.Length > 0 ? value : throw new FormatException("It must not be empty.");

    private static IPEndPoint EndPoint(string value) => IPEndPoint.TryParse(value, out IPEndPoint? address) && address.Port > 0
        ? address
        : throw new FormatException("Write an address and a port: 127.0.0.1:7402.");

    private static Uri[] Addresses(string value)
    {
        string[] parts = value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return parts.Length == 0
            ? throw new FormatException("Write https://HOST:7401.")
            : Array.ConvertAll(parts, part => Uri.TryCreate(part, UriKind.Absolute, out Uri? uri) && uri.Scheme == Uri.UriSchemeHttps && uri.AbsolutePath == "/"
                ? uri
                : throw new FormatException($"'{part}' is no control plane's address; write https://HOST:7401."));
    }

    private static TimeSpan Duration(string value)
    {
        (string number, double unit) = value switch
        {
            [.. var digits, 'm', 's'] => (digits, 1),
            [.. var digits, 's'] => (digits, 1_000),
            [.. var digits, 'm'] => (digits, 60_000),
            _ => ("", 0.0),
        };
        return uint.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out uint count) && count * unit <= 3_600_000
            ? TimeSpan.FromMilliseconds(count * unit)
            : throw new FormatException("Write a duration of at most an hour: 500ms, 30s, 5m.");
    }

    private static string? SecretText(string flag, string? file)
    {
        try
        {
            return file is null ? null : File.ReadAllText(file).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new EdgeStartException($"The file of {flag} cannot be read: {e.Message}", e);
        }
    }

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
