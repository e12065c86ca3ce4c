namespace FrontDesk.Edge.Snapshots;

/// <summary>The one place where requests find the snapshot. Written by sync alone.</summary>
internal sealed class CurrentSnapshot
{
    private volatile EdgeSnapshot? _value;

    /// <summary>The snapshot in force; null before the edge ever had one.</summary>
    public EdgeSnapshot? Value => _value;

    /// <summary>Puts another in force for all requests that start from now on.</summary>
    public void Swap(EdgeSnapshot next) => _value = next;
}
