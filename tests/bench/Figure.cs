using System.Globalization;

namespace FrontDesk.Bench;

/// <summary>One line of the table that tests/bench/run prints: what was wanted, what was measured.</summary>
internal static class Figure
{
    /// <summary>Prints the least and the median of some measurements; the least is judged, as a shared machine only ever adds to it.</summary>
    /// <param name="what">What was measured.</param>
    /// <param name="wanted">At most this; 0 allows nothing.</param>
    /// <param name="unit">The unit of both.</param>
    /// <param name="measured">The measurements, in any order.</param>
    public static void Least(string what, double wanted, string unit, IEnumerable<double> measured) => Print(what, wanted, unit, [.. measured], judged: 0);

    /// <summary>Prints the same, and judges the median.</summary>
    public static void Median(string what, double wanted, string unit, IEnumerable<double> measured)
    {
        double[] sorted = [.. measured];
        Print(what, wanted, unit, sorted, judged: sorted.Length / 2);
    }

    private static void Print(string what, double wanted, string unit, double[] measured, int judged)
    {
        Array.Sort(measured);
        var verdict = measured[judged] <= wanted ? "held" : "**missed**";
        var least = measured.Length > 1 ? $"{Number(measured[0])} / {Number(measured[measured.Length / 2])} {unit}" : $"{Number(measured[0])} {unit}";
        Console.WriteLine($"| {what} | ≤ {Number(wanted)} {unit}{(judged > 0 ? ", median" : "")} | {least} | {verdict} |");
    }

    private static string Number(double value) => value.ToString(value is > 0 and < 10 ? "0.##" : "N0", CultureInfo.InvariantCulture);
}
