using FrontDesk.Admin.V1;
using FrontDesk.Routing.Matching;

namespace FrontDesk.Routing.Explain;

/// <summary>A request to think through, as matching sees it.</summary>
internal readonly struct ExplainedRequest(string host, string path, string method, string query, IEnumerable<Header> headers) : IRequestFacts
{
    /// <inheritdoc/>
    public string Host => host;

    /// <inheritdoc/>
    public string Path => path;

    /// <inheritdoc/>
    public string Method => method;

    /// <inheritdoc/>
    public bool HeaderHolds(string name, ValueCondition condition) =>
        Hold([.. headers.Where(header => header.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(static header => header.Value)], condition);

    /// <inheritdoc/>
    public bool QueryHolds(string name, ValueCondition condition) => Hold([.. QueryValues(query, name)], condition);

    private static bool Hold(string[] values, ValueCondition condition) =>
        values.Length == 0 ? condition.HoldsForAbsent : values.Any(condition.HoldsFor);

    /// <summary>The parameter's values, decoded as forms are (`+` is a blank).</summary>
    private static IEnumerable<string> QueryValues(string query, string name)
    {
        foreach (var pair in query[Math.Min(1, query.Length)..].Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            if (Decode(equals < 0 ? pair : pair[..equals]) == name)
            {
                yield return equals < 0 ? "" : Decode(pair[(equals + 1)..]);
            }
        }
    }

    private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}
