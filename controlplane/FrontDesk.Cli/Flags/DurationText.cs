using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace FrontDesk.Cli.Flags;

/// <summary>Durations as people write them: a number and ms, s, m, h or d.</summary>
internal static class DurationText
{
    /// <summary>Reads `250ms`, `30s`, `1.5h`. False for anything else.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out TimeSpan? duration)
    {
        duration = null;
        var digits = text.AsSpan().IndexOfAnyExcept("0123456789.");
        if (digits <= 0 || !double.TryParse(text.AsSpan(0, digits), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
        {
            return false;
        }

        double? milliseconds = text[digits..] switch
        {
            "ms" => number,
            "s" => number * 1_000,
            "m" => number * 60_000,
            "h" => number * 3_600_000,
            "d" => number * 86_400_000,
            _ => null,
        };
        if (milliseconds is not { } value || value > TimeSpan.FromDays(3_650).TotalMilliseconds)
        {
            return false;
        }

        duration = TimeSpan.FromMilliseconds(value);
        return true;
    }

    /// <summary>Writes a duration in its largest whole unit: `90s`, `2m`, `3h`.</summary>
    public static string Format(TimeSpan duration) => duration switch
    {
        { Ticks: 0 } => "0s",
        { TotalMilliseconds: < 1_000 } => string.Create(CultureInfo.InvariantCulture, $"{duration.TotalMilliseconds:0}ms"),
        { TotalSeconds: < 120 } => string.Create(CultureInfo.InvariantCulture, $"{duration.TotalSeconds:0.#}s"),
        { TotalMinutes: < 120 } => string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(duration.TotalMinutes):0}m"),
        { TotalHours: < 48 } => string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(duration.TotalHours):0}h"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(duration.TotalDays):0}d"),
    };
}
