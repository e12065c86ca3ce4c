using System.Net;
using FrontDesk.Config.V1;

namespace FrontDesk.Routing.Settings;

/// <summary>Compiles the settings.</summary>
internal static class SettingsCompiler
{
    /// <summary>The one name that settings have.</summary>
    public const string Name = "settings";

    private const int MaxProxies = 1000;

    /// <summary>The settings; null, with the problems told, where they are none.</summary>
    public static SettingsModel? Compile(string name, SettingsConfig config, Problems problems)
    {
        if (name != Name)
        {
            problems.Add("", $"There is one resource of settings, and its name is {Name}.");
        }

        if (config.TrustedProxies.Count > MaxProxies)
        {
            problems.Add("trustedProxies", $"At most {MaxProxies} ranges are allowed, these are {config.TrustedProxies.Count}.");
        }

        var ranges = new List<IPNetwork>(config.TrustedProxies.Count);
        for (var i = 0; i < config.TrustedProxies.Count; i++)
        {
            var text = config.TrustedProxies[i];
            if (IPAddress.TryParse(text, out var address) && address.ToString().Equals(text, StringComparison.OrdinalIgnoreCase))
            {
                ranges.Add(new IPNetwork(address, address.GetAddressBytes().Length * 8));
            }
            else if (IPNetwork.TryParse(text, out var range))
            {
                ranges.Add(range);
            }
            else
            {
                problems.Add($"trustedProxies[{i}]", $"`{text}` is neither an address nor a range.", "Write for example 192.0.2.1 or 192.0.2.0/24; a range begins at its first address.");
            }
        }

        return problems.None ? new SettingsModel([.. ranges]) : null;
    }
}
