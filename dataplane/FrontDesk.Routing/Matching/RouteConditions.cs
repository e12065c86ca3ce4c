namespace FrontDesk.Routing.Matching;

/// <summary>What a route asks of a request beyond host and path. A route that asks nothing has none of these.</summary>
internal sealed class RouteConditions
{
    /// <summary>Methods, sorted, HEAD added to GET; empty for all.</summary>
    public required string[] Methods { get; init; }

    /// <summary>Headers, sorted by name in lower case.</summary>
    public required NamedCondition[] Headers { get; init; }

    /// <summary>Query parameters, sorted by name.</summary>
    public required NamedCondition[] Query { get; init; }

    /// <summary>How many there are: the methods count as one.</summary>
    public int Count => Headers.Length + Query.Length + (Methods.Length > 0 ? 1 : 0);

    /// <summary>Whether all hold for a request.</summary>
    public bool Hold<TRequest>(ref TRequest request)
        where TRequest : struct, IRequestFacts, allows ref struct
    {
        if (Methods.Length > 0 && !Allows(request.Method))
        {
            return false;
        }

        foreach (var header in Headers)
        {
            if (!request.HeaderHolds(header.Name, header.Condition))
            {
                return false;
            }
        }

        foreach (var parameter in Query)
        {
            if (!request.QueryHolds(parameter.Name, parameter.Condition))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether the method is one of the route's.</summary>
    public bool Allows(string method)
    {
        foreach (var allowed in Methods)
        {
            if (allowed == method)
            {
                return true;
            }
        }

        return Methods.Length == 0;
    }

    /// <summary>Whether the same requests satisfy both.</summary>
    public static bool Same(RouteConditions? left, RouteConditions? right) =>
        left is null || right is null
            ? left == right
            : left.Methods.AsSpan().SequenceEqual(right.Methods) && Same(left.Headers, right.Headers) && Same(left.Query, right.Query);

    private static bool Same(NamedCondition[] left, NamedCondition[] right)
    {
        if (left.Length != right.Length)
        {
            return false;
        }

        for (var i = 0; i < left.Length; i++)
        {
            if (left[i].Name != right[i].Name || left[i].Condition.Text != right[i].Condition.Text)
            {
                return false;
            }
        }

        return true;
    }
}

/// <summary>A condition on a header or query parameter.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Condition">What its values must be.</param>
internal sealed record NamedCondition(string Name, ValueCondition Condition);
