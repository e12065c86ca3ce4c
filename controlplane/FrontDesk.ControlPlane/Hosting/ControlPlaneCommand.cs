using System.CommandLine;
using System.Net;

namespace FrontDesk.ControlPlane.Hosting;

/// <summary>The command line of `frontdesk-controlplane`. Every flag can stand in the environment too: `--edge-listen` as FRONTDESK_EDGE_LISTEN.</summary>
internal static class ControlPlaneCommand
{
    private static readonly Option<string?> Data = Flag("--data", "The directory for keys, certificates and the embedded store.", null);
    private static readonly Option<string?> Store = Flag("--store", "`embedded`, or redis://[user@]HOST[:PORT] (rediss:// for TLS).", "embedded");
    private static readonly Option<string?> StorePasswordFile = Flag(
        "--store-password-file", "A file with the Redis password; it can stand in FRONTDESK_STORE_PASSWORD too.", null);
    private static readonly Option<string?> Listen = Flag("--listen", "IP:PORT for operators.", "127.0.0.1:7400");
    private static readonly Option<string?> EdgeListen = Flag("--edge-listen", "IP:PORT for edges.", "127.0.0.1:7401");
    private static readonly Option<string?> Name = Flag(
        "--name", "Names and addresses, separated by commas, that operators and edges use for this host, besides those it knows.", null);
    private static readonly Option<string?> MasterKeyFile = Flag("--master-key-file", "The file with the master key. Default: master.key in --data.", null);
    private static readonly Option<string?> KeepRevisions = Flag("--keep-revisions", "How many revisions the history keeps at least.", "1000");

    private static readonly Option<string?> Restore = Flag(
        "--restore", "A file of `frontdesk store backup` to restore into a store that was emptied; left alone where the store has a history.", null);

    /// <summary>The command.</summary>
    /// <param name="run">Runs the control plane until it is told to stop.</param>
    public static RootCommand Create(Func<ControlPlaneOptions, CancellationToken, Task> run)
    {
        var command = new RootCommand("The control plane of Front Desk: operators tell it what the fleet shall do, edges ask it.");
        foreach (var flag in new[] { Data, Store, StorePasswordFile, Listen, EdgeListen, Name, MasterKeyFile, KeepRevisions, Restore })
        {
            command.Options.Add(flag);
        }

        command.SetAction(async (parsed, cancellationToken) =>
        {
            try
            {
                await run(Read(parsed), cancellationToken);
                return 0;
            }
            catch (StartRefusedException refused)
            {
                await Console.Error.WriteLineAsync($"frontdesk-controlplane: {refused.Message}");
                return 1;
            }
        });
        return command;
    }

    private static ControlPlaneOptions Read(ParseResult parsed) => new()
    {
        DataDirectory = Path.GetFullPath(parsed.GetValue(Data)
            ?? throw new StartRefusedException("No data directory is given. Set --data DIR or FRONTDESK_DATA.")),
        Store = parsed.GetValue(Store)!,
        StorePassword = ReadPassword(parsed.GetValue(StorePasswordFile)),
        Listen = ReadAddress(parsed, Listen),
        EdgeListen = ReadAddress(parsed, EdgeListen),
        Names = (parsed.GetValue(Name) ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
        MasterKeyFile = parsed.GetValue(MasterKeyFile),
        RestoreFile = parsed.GetValue(Restore),
        KeepRevisions = int.TryParse(parsed.GetValue(KeepRevisions), out var keep) && keep is >= 1 and <= 100_000
            ? keep
            : throw new StartRefusedException("--keep-revisions is a number from 1 to 100000."),
    };

    private static IPEndPoint ReadAddress(ParseResult parsed, Option<string?> flag)
    {
        var text = parsed.GetValue(flag)!;
        var (any, rest) = text.StartsWith(':') ? ("[::]", text) : text.StartsWith("localhost:", StringComparison.Ordinal) ? ("127.0.0.1", text[9..]) : ("", text);
        return IPEndPoint.TryParse(any + rest, out var address) && rest.Contains(':')
            ? address
            : throw new StartRefusedException($"{flag.Name} is an address and a port like 127.0.0.1:7400 or [::1]:7400, not `{text}`.");
    }

    private static string? ReadPassword(string? file)
    {
        try
        {
            return file is null ? Environment.GetEnvironmentVariable("FRONTDESK_STORE_PASSWORD") : File.ReadAllText(file).Trim();
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new StartRefusedException($"--store-password-file cannot be read: {unreadable.Message}", unreadable);
        }
    }

    private static Option<string?> Flag(string name, string description, string? value)
    {
        var variable = "FRONTDESK_" + name[2..].Replace('-', '_').ToUpperInvariant();
        return new Option<string?>(name)
        {
            Description = $"{description} [{variable}]",
            DefaultValueFactory = _ => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } set ? set : value,
        };
    }
}
