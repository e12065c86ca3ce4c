using System.Globalization;
using System.Net.Sockets;
using FrontDesk.Config.V1;
using FrontDesk.Edge.Status;
using Microsoft.Win32.SafeHandles;

namespace FrontDesk.Edge.Listeners;

/// <summary>
/// Whether new connections would take the last file descriptors of the process. Those are kept for the edge itself: .NET ends a process that has none for a new
/// thread. Connections that are open are served on; new ones wait in the kernel's queue.
/// </summary>
internal sealed class DescriptorShortage(Degradations degradations)
{
    private const string Name = "file descriptors";

    // An eighth of the limit, but no more than a thousand.
    private const int ReservedPart = 8;
    private const int MostReserved = 1_000;

    // A descriptor of this number or a higher one is of the reserve.
    private readonly long _first = FirstReserved(ReadLimit());

    private volatile bool _is;

    /// <summary>Whether a connection has a descriptor of the reserve: the kernel gives the lowest that is free.</summary>
    public bool IsNear(Socket accepted) => accepted.SafeHandle.DangerousGetHandle() >= _first;

    /// <summary>Whether the next descriptor is one of the reserve. Takes one for a moment.</summary>
    public bool Lasts()
    {
        try
        {
            using SafeFileHandle probe = File.OpenHandle("/dev/null");
            return probe.DangerousGetHandle() >= _first;
        }
        catch (IOException)
        {
            return true;
        }
    }

    /// <summary>There is none left.</summary>
    public void Is()
    {
        if (!_is)
        {
            _is = true;
            degradations.Report(
                Kind.Unspecified, Name, "The edge has as many connections and files open as it may; new connections wait until others end. Raise its limit (ulimit -n, LimitNOFILE=).");
        }
    }

    /// <summary>There are some.</summary>
    public void IsOver()
    {
        if (_is)
        {
            _is = false;
            degradations.Report(Kind.Unspecified, Name, null);
        }
    }

    private static long FirstReserved(long limit) => limit - Math.Min(limit / ReservedPart, MostReserved);

    // Only Linux tells in a file; elsewhere there is no reserve.
    private static long ReadLimit()
    {
        const string limits = "/proc/self/limits";
        string? line = File.Exists(limits) ? File.ReadLines(limits).FirstOrDefault(line => line.StartsWith("Max open files", StringComparison.Ordinal)) : null;
        string? soft = line?.Split(' ', StringSplitOptions.RemoveEmptyEntries).ElementAtOrDefault(3);
        return long.TryParse(soft, NumberStyles.None, CultureInfo.InvariantCulture, out long limit) ? limit : long.MaxValue;
    }
}
