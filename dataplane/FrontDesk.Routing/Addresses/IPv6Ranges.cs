namespace FrontDesk.Routing.Addresses;

/// <summary>Ranges of IPv6 addresses, searched by halves.</summary>
internal sealed class IPv6Ranges
{
    private readonly UInt128[] _firsts;
    private readonly UInt128[] _lasts;

    /// <summary>Merges and sorts the ranges, each with its first and last address.</summary>
    public IPv6Ranges(List<(UInt128 First, UInt128 Last)> ranges) =>
        (_firsts, _lasts) = Ranges.Merge(ranges, static (last, first) => first <= last || first - 1 == last);

    /// <summary>Whether the address lies in one of them.</summary>
    public bool Contains(UInt128 address)
    {
        var (low, high) = (0, _firsts.Length);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (_firsts[middle] <= address)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low > 0 && _lasts[low - 1] >= address;
    }
}
