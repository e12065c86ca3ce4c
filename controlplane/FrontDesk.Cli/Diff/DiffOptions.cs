using FrontDesk.Cli.Output;

namespace FrontDesk.Cli.Diff;

/// <summary>What `diff` was asked.</summary>
/// <param name="Files">The documents to compare with; none where two revisions are compared.</param>
/// <param name="From">The revision before; 0: the head.</param>
/// <param name="To">The revision after; null: the documents.</param>
/// <param name="Select">Compare only what carries all these labels.</param>
/// <param name="Keep">Compare as `apply` would: what is not sent stays.</param>
/// <param name="Format">How to answer.</param>
internal sealed record DiffOptions(
    IReadOnlyList<string> Files, uint From, uint? To, IReadOnlyDictionary<string, string> Select, bool Keep, OutputFormat Format);
