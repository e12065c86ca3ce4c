using FrontDesk.Cli.Output;
using FrontDesk.Config.V1;

namespace FrontDesk.Cli.History;

/// <summary>What `history` was asked.</summary>
/// <param name="Limit">How many revisions at most.</param>
/// <param name="Resource">Only revisions that changed it; null: all.</param>
/// <param name="Format">How to answer.</param>
internal sealed record HistoryOptions(uint Limit, ResourceKey? Resource, OutputFormat Format);
