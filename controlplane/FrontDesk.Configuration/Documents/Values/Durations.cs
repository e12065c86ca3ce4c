using System.Globalization;
using System.Text;
using Google.Protobuf.WellKnownTypes;

namespace FrontDesk.Configuration.Documents.Values;

/// <summary>Durations as documents spell them: `500ms`, `5s`, `1h30m`, `7d`; also proto JSON's `1.5s`.</summary>
internal static class Durations
{
    private const long Second = 1_000_000_000;

    /// <summary>Units from large to small, in nanoseconds. `ms` stands before `m` where text is read, and is found by its length.</summary>
    private static readonly (string Name, long Nanoseconds)[] Units =
        [("d", 86_400 * Second), ("h", 3_600 * Second), ("m", 60 * Second), ("s", Second), ("ms", Second / 1000)];

    /// <summary>Reads a duration: numbers with units, larger units first. At most 10,000 days.</summary>
    public static bool TryParse(string text, out Duration duration)
    {
        duration = new Duration();
        decimal total = 0;
        var at = 0;
        var lastUnit = -1;
        while (at < text.Length)
        {
            var number = Take(text, at, character => char.IsAsciiDigit(character) || character == '.');
            var name = Take(text, at + number.Length, char.IsAsciiLetterLower);
            at += number.Length + name.Length;
            var unit = Array.FindIndex(Units, candidate => candidate.Name == name);
            if (unit <= lastUnit || number.Length > 20 || !decimal.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var count) || count > 1e15m)
            {
                return false;
            }

            total += count * Units[unit].Nanoseconds;
            lastUnit = unit;
        }

        if (lastUnit < 0 || total > 10_000m * Units[0].Nanoseconds)
        {
            return false;
        }

        duration.Seconds = (long)(total / Second);
        duration.Nanos = (int)(total % Second);
        return true;
    }

    /// <summary>Writes a duration in whole units, larger ones first; what is finer than a millisecond as a fraction of one.</summary>
    public static string Format(Duration duration)
    {
        var rest = ((decimal)duration.Seconds * Second) + duration.Nanos;
        var text = new StringBuilder(rest < 0 ? "-" : "");
        rest = Math.Abs(rest);
        foreach (var (name, nanoseconds) in Units)
        {
            var count = name == "ms" ? rest / nanoseconds : decimal.Truncate(rest / nanoseconds);
            if (count > 0)
            {
                text.Append(count.ToString("0.######", CultureInfo.InvariantCulture)).Append(name);
                rest -= count * nanoseconds;
            }
        }

        return text.Length == 0 ? "0s" : text.ToString();
    }

    private static string Take(string text, int start, Func<char, bool> accepts)
    {
        var end = start;
        while (end < text.Length && accepts(text[end]))
        {
            end++;
        }

        return text[start..end];
    }
}
