using FrontDesk.Cli.Output;

namespace FrontDesk.Cli.Nodes;

/// <summary>What a verb of `nodes` was asked.</summary>
/// <param name="Name">The node.</param>
/// <param name="Group">Where to move it; empty for other verbs.</param>
/// <param name="Format">How to answer.</param>
internal sealed record NodeActionOptions(string Name, string Group, OutputFormat Format);
