using FrontDesk.Cli.Changes;
using FrontDesk.Cli.Output;

namespace FrontDesk.Cli.Sync;

/// <summary>What `sync` was asked.</summary>
/// <param name="Files">The documents; at least one.</param>
/// <param name="Select">Remove only what carries all these labels; empty: the whole desk.</param>
/// <param name="Yes">Delete without asking.</param>
/// <param name="Change">How to change.</param>
/// <param name="Format">How to answer.</param>
internal sealed record SyncOptions(IReadOnlyList<string> Files, IReadOnlyDictionary<string, string> Select, bool Yes, ChangeOptions Change, OutputFormat Format);
