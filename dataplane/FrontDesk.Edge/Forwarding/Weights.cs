namespace FrontDesk.Edge.Forwarding;

/// <summary>Shares laid end to end on a line, so that a point on the line tells whose share it is in.</summary>
internal sealed class Weights
{
    private readonly uint[] _ends;
    private readonly uint _equalShare;

    /// <summary>Lays the endpoints' weights out, divided by what they have in common.</summary>
    public Weights(ServiceEndpoint[] endpoints)
    {
        var common = 0u;
        foreach (var endpoint in endpoints)
        {
            common = GreatestCommonDivisor((uint)endpoint.Model.Weight, common);
        }

        _ends = new uint[endpoints.Length];
        var isEqual = true;
        for (var i = 0; i < endpoints.Length; i++)
        {
            var share = (uint)endpoints[i].Model.Weight / common;
            isEqual &= share == 1;
            _ends[i] = Total += share;
        }

        _equalShare = isEqual ? 1u : 0u;
    }

    /// <summary>The line's length.</summary>
    public uint Total { get; }

    /// <summary>Whose share a point is in; the point is less than <see cref="Total"/>.</summary>
    public int At(uint point)
    {
        if (_equalShare == 1)
        {
            return (int)point;
        }

        var index = Array.BinarySearch(_ends, point);
        // An end belongs to the next share.
        return index >= 0 ? index + 1 : ~index;
    }

    /// <summary>The greatest number that divides both; the other where one is 0.</summary>
    public static uint GreatestCommonDivisor(uint a, uint b)
    {
        while (b != 0)
        {
            (a, b) = (b, a % b);
        }

        return a;
    }
}
