using FrontDesk.Cli.Output;

namespace FrontDesk.Cli.ApiKeys;

/// <summary>What `api-keys create` was asked.</summary>
/// <param name="Set">The key's set.</param>
/// <param name="Owner">Whom it is for.</param>
/// <param name="Scopes">What it may be used for.</param>
/// <param name="Lifetime">How long it is good for; null: until it is revoked.</param>
/// <param name="Format">How to answer.</param>
internal sealed record ApiKeyCreateOptions(string Set, string Owner, string[] Scopes, TimeSpan? Lifetime, OutputFormat Format);
