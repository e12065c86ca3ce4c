using FrontDesk.Config.V1;
using FrontDesk.Configuration.Validation.Limits;

namespace FrontDesk.Configuration.Validation.Settings;

/// <summary>What settings must be.</summary>
internal static class SettingsRules
{
    private const int MaxProxies = 1_000;

    /// <summary>Tells what is wrong.</summary>
    public static void Check(SettingsConfig settings, ResourceProblems problems)
    {
        AddressRanges.CheckAll("trustedProxies", settings.TrustedProxies, MaxProxies, problems);
        LimitNames.Check(settings.Limits, problems);
    }
}
