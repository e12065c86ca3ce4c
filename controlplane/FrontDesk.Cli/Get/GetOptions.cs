using FrontDesk.Cli.Output;
using FrontDesk.Config.V1;

namespace FrontDesk.Cli.Get;

/// <summary>What `get` was asked.</summary>
/// <param name="Kind">The kind; unspecified: all.</param>
/// <param name="Name">The name; empty: all of the kind.</param>
/// <param name="Revision">At which revision; 0: the head.</param>
/// <param name="Select">Only what carries all these labels.</param>
/// <param name="Format">How to answer.</param>
internal sealed record GetOptions(Kind Kind, string Name, uint Revision, IReadOnlyDictionary<string, string> Select, OutputFormat Format);
