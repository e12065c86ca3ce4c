using FrontDesk.Cli.Output;

namespace FrontDesk.Cli.Explain;

/// <summary>What `explain` was asked.</summary>
/// <param name="Method">The request's method.</param>
/// <param name="Url">The request's URL.</param>
/// <param name="Headers">The request's headers.</param>
/// <param name="Revision">At which revision; 0: the head.</param>
/// <param name="Group">As an edge of which group; empty: `default`.</param>
/// <param name="Client">The client's address; empty: any.</param>
/// <param name="Format">How to answer.</param>
internal sealed record ExplainOptions(
    string Method, string Url, IReadOnlyList<KeyValuePair<string, string>> Headers, uint Revision, string Group, string Client, OutputFormat Format);
