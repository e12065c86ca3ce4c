namespace FrontDesk.Routing.Matching;

/// <summary>What matching asks about a request. Implemented by structs, so that the request path makes no virtual call.</summary>
public interface IRequestFacts
{
    /// <summary>The host, normalised (see <see cref="Targets.HostName"/>), without port.</summary>
    string Host { get; }

    /// <summary>The path, normalised (see <see cref="Targets.RequestPath"/>), without query.</summary>
    string Path { get; }

    /// <summary>The method, as sent.</summary>
    string Method { get; }

    /// <summary>Whether the header's values satisfy the condition: any of them, or their absence.</summary>
    bool HeaderHolds(string name, ValueCondition condition);

    /// <summary>Whether the query parameter's decoded values satisfy the condition: any of them, or their absence.</summary>
    bool QueryHolds(string name, ValueCondition condition);
}
