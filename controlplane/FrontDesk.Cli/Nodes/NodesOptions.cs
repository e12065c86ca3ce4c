using FrontDesk.Cli.Output;

namespace FrontDesk.Cli.Nodes;

/// <summary>What `nodes` was asked.</summary>
/// <param name="Group">Only nodes of this group; empty: all.</param>
/// <param name="Format">How to answer.</param>
internal sealed record NodesOptions(string Group, OutputFormat Format);
