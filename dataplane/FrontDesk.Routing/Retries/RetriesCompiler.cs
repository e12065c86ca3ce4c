using System.Globalization;

namespace FrontDesk.Routing.Retries;

/// <summary>Compiles when a request is sent again.</summary>
internal static class RetriesCompiler
{
    private const int MaxReasons = 20;
    private const int MaxBody = 1024 * 1024;
    private const int UsualBody = 64 * 1024;
    private const string ConnectFailure = "connect-failure";
    private const string Reset = "reset";

    /// <summary>The model; null where requests are sent once. Problems are told.</summary>
    public static RetriesModel? Compile(Config.V1.Retries? config, Problems problems)
    {
        if (config is null)
        {
            return null;
        }

        if (config.When.Count > MaxReasons)
        {
            problems.Add("retries.when", $"There are {config.When.Count} reasons, and at most {MaxReasons} are allowed.");
        }

        if (config.MaxBody > MaxBody)
        {
            problems.Add("retries.maxBody", $"{config.MaxBody} bytes are too many to keep.", "Use 0 to 1MiB.");
        }

        return new()
        {
            Attempts = problems.Number("retries.attempts", config.Attempts, 1, 10, 1),
            AfterConnectFailure = config.When.Count == 0 || config.When.Contains(ConnectFailure),
            AfterReset = config.When.Count == 0 || config.When.Contains(Reset),
            AfterStatuses = Statuses(config, problems),
            BudgetPercent = problems.Number("retries.budget", config.Budget, 1, 100, 20),
            MaxBody = config.HasMaxBody ? (int)Math.Min(config.MaxBody, MaxBody) : UsualBody,
        };
    }

    private static int[] Statuses(Config.V1.Retries config, Problems problems)
    {
        var statuses = new List<int>();
        for (var i = 0; i < config.When.Count; i++)
        {
            var reason = config.When[i];
            if (reason is ConnectFailure or Reset)
            {
                continue;
            }

            if (reason.Length != 3 || !int.TryParse(reason, NumberStyles.None, CultureInfo.InvariantCulture, out var status) || status is < 400 or > 599)
            {
                problems.Add($"retries.when[{i}]", $"`{reason}` is not a reason to send a request again.", $"Use {ConnectFailure}, {Reset} or a status from 400 to 599.");
                continue;
            }

            statuses.Add(status);
        }

        return [.. statuses];
    }
}
