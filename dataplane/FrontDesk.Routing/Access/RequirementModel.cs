namespace FrontDesk.Routing.Access;

/// <summary>What a rule requires of a request, compiled.</summary>
public abstract record RequirementModel
{
    /// <summary>What an edge does by it, as the middle of a sentence: "The access policy p … the client c".</summary>
    internal abstract string Doing { get; }

    /// <summary>Headers that the service gets by it, and that no client may write.</summary>
    internal virtual IEnumerable<string> Headers => [];
}
