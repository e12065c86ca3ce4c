using FrontDesk.Routing.Matching;
using Microsoft.AspNetCore.WebUtilities;

namespace FrontDesk.Edge.Pipeline;

/// <summary>A request as matching sees it.</summary>
internal readonly struct HttpRequestFacts(HttpRequest request, Exchange exchange) : IRequestFacts
{
    /// <inheritdoc/>
    public string Host => exchange.Host;

    /// <inheritdoc/>
    public string Path => exchange.Path;

    /// <inheritdoc/>
    public string Method => exchange.Method;

    /// <inheritdoc/>
    public bool HeaderHolds(string name, ValueCondition condition)
    {
        var values = request.Headers[name];
        for (var i = 0; i < values.Count; i++)
        {
            if (condition.HoldsFor(values[i] ?? ""))
            {
                return true;
            }
        }

        return values.Count == 0 && condition.HoldsForAbsent;
    }

    /// <inheritdoc/>
    public bool QueryHolds(string name, ValueCondition condition)
    {
        var found = false;
        foreach (var pair in new QueryStringEnumerable(exchange.Query))
        {
            if (pair.DecodeName().Span.SequenceEqual(name))
            {
                found = true;
                if (condition.HoldsFor(pair.DecodeValue().ToString()))
                {
                    return true;
                }
            }
        }

        return !found && condition.HoldsForAbsent;
    }
}
