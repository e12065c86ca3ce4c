using System.Globalization;

namespace FrontDesk.Testing.Faults;

/// <summary>
/// A host whose clock is set wrongly, for one process: libfaketime answers in the system's place when it asks for the time of day. What it measures,
/// waits for and reads of files stays right, as it does on such a host.
/// </summary>
internal static class ShiftedClock
{
    /// <summary>The variables with which a process sees a clock that is off by so much; none where it is right.</summary>
    /// <exception cref="InvalidOperationException">libfaketime is not installed.</exception>
    public static IReadOnlyDictionary<string, string?> Environment(TimeSpan off) => off == TimeSpan.Zero ? new Dictionary<string, string?>() : new()
    {
        ["LD_PRELOAD"] = Library(),
        ["FAKETIME"] = string.Create(CultureInfo.InvariantCulture, $"{off.TotalSeconds:+0;-0}s"),
        ["FAKETIME_DONT_FAKE_MONOTONIC"] = "1",

        // Else it bends .NET's timed waits too, and they end at once.
        ["FAKETIME_FORCE_MONOTONIC_FIX"] = "0",
        ["NO_FAKE_STAT"] = "1",
    };

    private static string Library() => Directory.EnumerateDirectories("/usr/lib")
        .Select(static directory => Path.Combine(directory, "faketime", "libfaketimeMT.so.1"))
        .FirstOrDefault(File.Exists) ?? throw new InvalidOperationException("libfaketime is missing: apt-get install faketime");
}
