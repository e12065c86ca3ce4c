using FrontDesk.Cli.Output;

namespace FrontDesk.Cli.Show;

/// <summary>What `show` was asked.</summary>
/// <param name="Revision">The revision; 0: the head.</param>
/// <param name="Format">How to answer.</param>
internal sealed record ShowOptions(uint Revision, OutputFormat Format);
