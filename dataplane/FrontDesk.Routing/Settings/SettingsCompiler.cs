using FrontDesk.Config.V1;
using FrontDesk.Routing.Addresses;
using FrontDesk.Routing.Limits;

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

        var ranges = AddressRange.ParseAll(config.TrustedProxies, "trustedProxies", MaxProxies, problems);
        var limits = LimitNames.Compile(config.Limits, problems);
        return problems.None ? new SettingsModel([.. ranges]) { Access = config.Access.Length == 0 ? null : config.Access, Limits = limits } : null;
    }
}
