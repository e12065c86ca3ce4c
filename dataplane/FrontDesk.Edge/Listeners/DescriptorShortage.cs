using FrontDesk.Config.V1;
using FrontDesk.Edge.Status;

namespace FrontDesk.Edge.Listeners;

/// <summary>Whether the process has no file descriptor left for a new connection. Those that are open are served on; new ones wait in the kernel's queue.</summary>
internal sealed class DescriptorShortage(Degradations degradations)
{
    private const string Name = "file descriptors";

    private volatile bool _is;

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
}
