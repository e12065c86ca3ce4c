namespace FrontDesk.Routing.Access;

/// <summary>An API key, compiled.</summary>
/// <param name="Keys">The name of the set of API keys.</param>
/// <param name="Header">The header that holds the key; empty where a query parameter does.</param>
/// <param name="Query">The query parameter that holds the key; empty where a header does.</param>
/// <param name="Scopes">Scopes that the key must have, all of them.</param>
/// <param name="KeepsCredentials">Whether the service gets the key too.</param>
public sealed record ApiKeyModel(string Keys, string Header, string Query, string[] Scopes, bool KeepsCredentials) : RequirementModel
{
    /// <summary>The value of WWW-Authenticate: RFC 9110 §15.5.2 wants one.</summary>
    public string Challenge { get; } = $"ApiKey realm=\"{Keys}\"";

    /// <inheritdoc/>
    internal override string Doing =>
        $"wants an API key of {Keys}{(Scopes.Length == 0 ? "" : $" with the scopes {string.Join(", ", Scopes)}")} in the {(Query.Length > 0 ? $"query parameter {Query}" : $"header {Header}")} of";
}
