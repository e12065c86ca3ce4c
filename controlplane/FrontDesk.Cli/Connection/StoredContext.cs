using System.Text.Json;
using System.Text.Json.Nodes;

namespace FrontDesk.Cli.Connection;

/// <summary>What `login` stored: $XDG_CONFIG_HOME/frontdesk/context.json, which only its owner may read.</summary>
/// <param name="Server">The control plane's address.</param>
/// <param name="Token">The operator's token.</param>
/// <param name="Authority">The authority's certificate, PEM; empty: what the machine trusts.</param>
internal sealed record StoredContext(string Server, string Token, string Authority)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Where it is stored; null where the environment names no home.</summary>
    public static string? PathIn(Shell shell)
    {
        var home = shell.VariableOrNull("HOME") ?? shell.VariableOrNull("USERPROFILE");
        var folder = shell.VariableOrNull("XDG_CONFIG_HOME") ?? (home is null ? null : Path.Combine(home, ".config"));
        return folder is null ? null : Path.Combine(shell.Resolve(folder), "frontdesk", "context.json");
    }

    /// <summary>Reads it; null where there is none.</summary>
    public static StoredContext? Read(Shell shell)
    {
        var path = PathIn(shell);
        if (path is null || !File.Exists(path))
        {
            return null;
        }

        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & ~(OwnerOnly | UnixFileMode.UserExecute)) != 0)
        {
            throw new CommandFailure(ExitCode.Error, $"{path} holds a token, and others may read it", $"chmod 600 {path}");
        }

        try
        {
            var context = JsonNode.Parse(BoundedFile.ReadText(path, 64 * 1024))!;
            return new StoredContext(context["server"]!.GetValue<string>(), context["token"]!.GetValue<string>(), context["authority"]?.GetValue<string>() ?? "");
        }
        catch (Exception e) when (e is JsonException or NullReferenceException or InvalidOperationException)
        {
            throw new CommandFailure(ExitCode.Error, $"{path} is damaged", "remove it and run `frontdesk login` again");
        }
    }

    /// <summary>Stores it whole or not at all, and returns where.</summary>
    public string Write(Shell shell)
    {
        var path = PathIn(shell) ?? throw new CommandFailure(ExitCode.Error, "there is no place to store the login in", "set HOME or XDG_CONFIG_HOME");
        var context = new JsonObject { ["server"] = Server, ["token"] = Token, ["authority"] = Authority };
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var unfinished = $"{path}.{Environment.ProcessId}";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        using (var file = new StreamWriter(unfinished, options))
        {
            file.WriteLine(context.ToJsonString());
        }

        File.Move(unfinished, path, overwrite: true);
        return path;
    }
}
