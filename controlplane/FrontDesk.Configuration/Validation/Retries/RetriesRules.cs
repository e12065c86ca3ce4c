using System.Globalization;

namespace FrontDesk.Configuration.Validation.Retries;

/// <summary>What a service's `retries` must be.</summary>
internal static class RetriesRules
{
    private const int MaxReasons = 20;
    private const int MaxBody = 1024 * 1024;

    /// <summary>Tells what is wrong.</summary>
    public static void Check(Config.V1.Retries? retries, ResourceProblems problems)
    {
        if (retries is null)
        {
            return;
        }

        problems.CheckNumber("retries.attempts", retries.Attempts, 1, 10);
        problems.CheckCount("retries.when", retries.When.Count, 0, MaxReasons);
        for (var at = 0; at < retries.When.Count; at++)
        {
            var reason = retries.When[at];
            var isStatus = reason.Length == 3 && int.TryParse(reason, NumberStyles.None, CultureInfo.InvariantCulture, out var status) && status is >= 400 and <= 599;
            if (!isStatus && reason is not ("connect-failure" or "reset"))
            {
                problems.Error($"retries.when[{at}]", $"`{reason}` is not a reason to send a request again.", "Use connect-failure, reset or a status from 400 to 599.");
            }
        }

        problems.CheckNumber("retries.budget", retries.Budget, 1, 100);
        if (retries.MaxBody > MaxBody)
        {
            problems.Error("retries.maxBody", "Bodies of this size are too large to be kept.", "Use 0 to 1MiB.");
        }
    }
}
