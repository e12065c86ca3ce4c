using System.Collections;
using FrontDesk.Testing.Files;

namespace FrontDesk.Testing.Desks;

/// <summary>The built programs under test.</summary>
public static class Programs
{
    /// <summary>The .NET host.</summary>
    public static string Dotnet { get; } = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";

    /// <summary>`frontdesk`.</summary>
    public static string CommandLine => Repository.Assembly("controlplane/FrontDesk.Cli", "frontdesk");

    /// <summary>`frontdesk-controlplane`.</summary>
    public static string ControlPlane => Repository.Assembly("controlplane/FrontDesk.ControlPlane", "frontdesk-controlplane");

    /// <summary>`frontdesk-edge`.</summary>
    public static string Edge => Repository.Assembly("dataplane/FrontDesk.Edge", "frontdesk-edge");

    /// <summary>The quickstart.</summary>
    public static string Quickstart => Repository.Assembly("deploy/quickstart", "quickstart");

    /// <summary>These variables, and the removal of all others that Front Desk's programs read.</summary>
    public static Dictionary<string, string?> CleanEnvironment(IReadOnlyDictionary<string, string?>? wanted = null)
    {
        var environment = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .Select(entry => (string)entry.Key)
            .Where(name => name.StartsWith("FRONTDESK_", StringComparison.Ordinal))
            .ToDictionary(name => name, _ => (string?)null);
        foreach (var (name, value) in wanted ?? new Dictionary<string, string?>())
        {
            environment[name] = value;
        }

        return environment;
    }
}
