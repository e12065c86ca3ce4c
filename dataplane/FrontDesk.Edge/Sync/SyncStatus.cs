namespace FrontDesk.Edge.Sync;

/// <summary>How the stream does, for metrics. Written by sync alone.</summary>
internal sealed class SyncStatus(TimeProvider clock)
{
    private volatile bool _connected;
    private volatile uint _target;
    private long _heard = clock.GetTimestamp();

    /// <summary>Whether a control plane is connected.</summary>
    public bool IsConnected
    {
        get => _connected;
        set => _connected = value;
    }

    /// <summary>The revision that this edge shall run, as last told.</summary>
    public uint Target
    {
        get => _target;
        set => _target = value;
    }

    /// <summary>How long ago a control plane said anything.</summary>
    public TimeSpan Silence => clock.GetElapsedTime(Interlocked.Read(ref _heard));

    /// <summary>A control plane said something.</summary>
    public void Heard() => Interlocked.Exchange(ref _heard, clock.GetTimestamp());
}
