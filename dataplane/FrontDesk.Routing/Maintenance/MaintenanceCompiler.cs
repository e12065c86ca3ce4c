using System.Globalization;
using System.Text;
using FrontDesk.Routing.Services;

namespace FrontDesk.Routing.Maintenance;

/// <summary>Compiles what is closed.</summary>
internal static class MaintenanceCompiler
{
    private const int MaxPage = 64 * 1024;

    /// <summary>The model; null for what is open. Problems are told, also of what is open.</summary>
    public static MaintenanceModel? Compile(Config.V1.Maintenance? config, Problems problems)
    {
        if (config is null)
        {
            return null;
        }

        var page = Encoding.UTF8.GetBytes(config.Page);
        if (page.Length > MaxPage)
        {
            problems.Add("maintenance.page", $"The page has {page.Length} bytes, and at most {MaxPage} are allowed.");
        }

        var again = Durations.Compile(config.RetryAfter, TimeSpan.FromMinutes(5), TimeSpan.FromSeconds(1), TimeSpan.FromHours(24), "maintenance.retryAfter", problems);
        return config is { HasOn: true, On: false } ? null : new(page.Length == 0 ? null : page, Math.Ceiling(again.TotalSeconds).ToString(CultureInfo.InvariantCulture));
    }
}
