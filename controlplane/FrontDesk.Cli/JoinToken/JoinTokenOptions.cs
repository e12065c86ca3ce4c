using FrontDesk.Cli.Output;

namespace FrontDesk.Cli.JoinToken;

/// <summary>What `join-token` was asked.</summary>
/// <param name="Group">The group that its edges will be in; empty: `default`.</param>
/// <param name="Uses">How many edges may use it.</param>
/// <param name="Lifetime">How long it is good for.</param>
/// <param name="Format">How to answer.</param>
internal sealed record JoinTokenOptions(string Group, uint Uses, TimeSpan Lifetime, OutputFormat Format);
