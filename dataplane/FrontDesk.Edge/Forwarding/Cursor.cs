namespace FrontDesk.Edge.Forwarding;

/// <summary>Whose turn it is. Wraps around.</summary>
internal sealed class Cursor
{
    private uint _turn = uint.MaxValue;

    /// <summary>The next turn, beginning with 0.</summary>
    public uint Next() => Interlocked.Increment(ref _turn);
}
