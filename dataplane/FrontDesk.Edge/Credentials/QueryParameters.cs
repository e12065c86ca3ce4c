using Microsoft.AspNetCore.WebUtilities;

namespace FrontDesk.Edge.Credentials;

/// <summary>Credentials in queries.</summary>
internal static class QueryParameters
{
    /// <summary>The value of a parameter, decoded, and how often it is there.</summary>
    public static (string? Value, int Count) Find(string query, string name)
    {
        string? value = null;
        var count = 0;
        foreach (var pair in new QueryStringEnumerable(query))
        {
            if (pair.DecodeName().Span.SequenceEqual(name))
            {
                value = pair.DecodeValue().ToString();
                count++;
            }
        }

        return (value, count);
    }

    /// <summary>The query without a parameter, all else byte for byte as it was; the same text where it is not there.</summary>
    public static string Without(string query, string name)
    {
        if (Find(query, name).Count == 0)
        {
            return query;
        }

        var kept = new List<string>();
        foreach (var part in query[1..].Split('&'))
        {
            if (Find("?" + part, name).Count == 0)
            {
                kept.Add(part);
            }
        }

        return kept.Count == 0 ? "" : "?" + string.Join('&', kept);
    }
}
