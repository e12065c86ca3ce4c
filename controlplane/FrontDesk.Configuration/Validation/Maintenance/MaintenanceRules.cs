using System.Text;

namespace FrontDesk.Configuration.Validation.Maintenance;

/// <summary>What a route's or a service's `maintenance` must be.</summary>
internal static class MaintenanceRules
{
    private const int MaxPage = 64 * 1024;

    /// <summary>Tells what is wrong.</summary>
    public static void Check(Config.V1.Maintenance? maintenance, ResourceProblems problems)
    {
        if (maintenance is null)
        {
            return;
        }

        if (Encoding.UTF8.GetByteCount(maintenance.Page) is > MaxPage and var bytes)
        {
            problems.Error("maintenance.page", $"The page has {bytes:N0} bytes, but at most 64 KiB are allowed.", "Let it refer to images and styles elsewhere.");
        }

        problems.CheckDuration("maintenance.retryAfter", maintenance.RetryAfter, TimeSpan.FromSeconds(1), TimeSpan.FromHours(24));
    }
}
