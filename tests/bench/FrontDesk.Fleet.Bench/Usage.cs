using System.Globalization;

namespace FrontDesk.Fleet.Bench;

/// <summary>What a process uses, read from /proc.</summary>
internal static class Usage
{
    private const double MillisecondsPerTick = 10;

    /// <summary>The CPU time of all its threads, also those that ended, in milliseconds; to ten of them.</summary>
    public static double CpuMilliseconds(int process)
    {
        // After the name, which may hold anything, user time is the twelfth field and system time the thirteenth.
        var fields = File.ReadAllText($"/proc/{process}/stat").Split(')')[^1].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return (long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture)) * MillisecondsPerTick;
    }

    /// <summary>Its resident memory in MiB.</summary>
    public static double ResidentMiB(int process) => File.ReadLines($"/proc/{process}/status")
        .Where(static line => line.StartsWith("VmRSS:", StringComparison.Ordinal))
        .Select(static line => double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024)
        .Single();
}
