using FrontDesk.Cli.Output;

namespace FrontDesk.Cli.Status;

/// <summary>What `status` was asked.</summary>
/// <param name="Group">Only edges of this group; empty: all.</param>
/// <param name="Watch">Go on, and show every change.</param>
/// <param name="Format">How to answer.</param>
internal sealed record StatusOptions(string Group, bool Watch, OutputFormat Format);
