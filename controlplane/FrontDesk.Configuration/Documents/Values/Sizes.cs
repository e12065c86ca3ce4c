using System.Globalization;

namespace FrontDesk.Configuration.Documents.Values;

/// <summary>Counts of bytes as documents spell them: `512`, `64KiB`, `10MiB`, `1GiB`.</summary>
internal static class Sizes
{
    private static readonly (string Name, ulong Bytes)[] Units = [("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10), ("", 1)];

    /// <summary>Reads a size: a whole number and a unit.</summary>
    public static bool TryParse(string text, out ulong bytes)
    {
        var unit = Array.Find(Units, candidate => text.EndsWith(candidate.Name, StringComparison.Ordinal));
        var read = ulong.TryParse(text.AsSpan(0, text.Length - unit.Name.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var count);
        bytes = read && count <= ulong.MaxValue / unit.Bytes ? count * unit.Bytes : 0;
        return read && count <= ulong.MaxValue / unit.Bytes;
    }

    /// <summary>Writes a size in the largest unit that is exact.</summary>
    public static string Format(ulong bytes)
    {
        var unit = Array.Find(Units, candidate => bytes != 0 && bytes % candidate.Bytes == 0);
        return bytes == 0 ? "0" : $"{bytes / unit.Bytes}{unit.Name}";
    }
}
