using FrontDesk.Cli.Output;

namespace FrontDesk.Cli.Limits;

/// <summary>What `limits top` was asked.</summary>
/// <param name="Limit">Only this limit; empty: all.</param>
/// <param name="Top">How many keys.</param>
/// <param name="Once">End after one answer in which an edge reported, or after a few in which none did.</param>
/// <param name="Format">How to answer.</param>
internal sealed record LimitsTopOptions(string Limit, uint Top, bool Once, OutputFormat Format);
