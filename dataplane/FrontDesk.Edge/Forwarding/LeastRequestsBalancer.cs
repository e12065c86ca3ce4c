namespace FrontDesk.Edge.Forwarding;

/// <summary>The one with the fewest requests under way for its weight; among equals, each in turn.</summary>
internal sealed class LeastRequestsBalancer(ServiceEndpoint[] endpoints, Cursor cursor) : Balancer
{
    /// <inheritdoc/>
    public override ServiceEndpoint Choose(ulong key)
    {
        var start = cursor.Next() % (uint)endpoints.Length;
        var best = endpoints[start];
        for (var i = 1; i < endpoints.Length; i++)
        {
            var index = start + (uint)i;
            var other = endpoints[index < endpoints.Length ? index : index - (uint)endpoints.Length];
            if (IsLessLoaded(other, best))
            {
                best = other;
            }
        }

        return best;
    }
}
