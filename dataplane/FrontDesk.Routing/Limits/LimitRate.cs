using System.Globalization;

namespace FrontDesk.Routing.Limits;

/// <summary>Reads rates: `100/s`, `60/m`, `5000/h`, `100000/d`.</summary>
internal static class LimitRate
{
    /// <summary>The highest count.</summary>
    public const int MaxCount = 1_000_000;

    /// <summary>Reads a rate.</summary>
    /// <param name="text">The text.</param>
    /// <param name="count">How many.</param>
    /// <param name="period">In how many seconds.</param>
    public static bool TryParse(string text, out int count, out int period)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        period = slash < 0 ? 0 : text[(slash + 1)..] switch { "s" => 1, "m" => 60, "h" => 3_600, "d" => 86_400, _ => 0 };
        count = 0;
        return period > 0 && text[0] != '0'
            && int.TryParse(text.AsSpan(0, slash), NumberStyles.None, CultureInfo.InvariantCulture, out count) && count is > 0 and <= MaxCount;
    }
}
