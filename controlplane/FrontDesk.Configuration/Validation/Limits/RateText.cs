using System.Globalization;

namespace FrontDesk.Configuration.Validation.Limits;

/// <summary>The syntax of rates: `100/s`, `60/m`, `5000/h`, `100000/d`.</summary>
internal static class RateText
{
    private static readonly Dictionary<string, int> Periods = new() { ["s"] = 1, ["m"] = 60, ["h"] = 3_600, ["d"] = 86_400 };

    /// <summary>Reads a rate; false where the text is none.</summary>
    /// <param name="text">The text.</param>
    /// <param name="count">How many; at least 1.</param>
    /// <param name="seconds">In how many seconds.</param>
    public static bool TryParse(string text, out int count, out int seconds)
    {
        (count, seconds) = (0, 0);
        return text.Split('/') is [{ Length: > 0 and <= 9 } number, var period]
            && Periods.TryGetValue(period, out seconds)
            && number[0] != '0'
            && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out count);
    }
}
