using FrontDesk.Cli.Changes;
using FrontDesk.Cli.Output;

namespace FrontDesk.Cli.Apply;

/// <summary>What `apply` was asked.</summary>
/// <param name="Files">The documents; at least one.</param>
/// <param name="Change">How to change.</param>
/// <param name="Format">How to answer.</param>
internal sealed record ApplyOptions(IReadOnlyList<string> Files, ChangeOptions Change, OutputFormat Format);
