namespace FrontDesk.ControlPlane.Identity;

/// <summary>A join token, just made: the only time that its text is known.</summary>
/// <param name="Id">Names it without giving it away.</param>
/// <param name="Text">The token. Whoever has it can enrol an edge.</param>
/// <param name="Group">The group of the edges that use it.</param>
/// <param name="Expires">Until when it is good.</param>
/// <param name="Uses">How many edges may use it.</param>
internal sealed record JoinToken(string Id, string Text, string Group, DateTimeOffset Expires, uint Uses)
{
    /// <summary>The id only.</summary>
    public override string ToString() => Id;
}
