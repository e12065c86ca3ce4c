namespace FrontDesk.ControlPlane.Store;

/// <summary>
/// The condition under which some work may write: that a key still holds what it held when the work began. It goes with the work wherever that
/// goes, also into what it calls, so that no write of it can be forgotten.
/// </summary>
/// <param name="Key">The key.</param>
/// <param name="Value">What it must hold.</param>
internal sealed record Fence(string Key, byte[] Value)
{
    private static readonly AsyncLocal<Fence?> Entered = new();

    /// <summary>The condition of the work that asks; null: none.</summary>
    public static Fence? Current => Entered.Value;

    /// <summary>From here on, until the method that calls this ends, whatever is written is written under this condition.</summary>
    public void Enter() => Entered.Value = this;
}
