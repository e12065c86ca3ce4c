namespace FrontDesk.Routing.Addresses;

/// <summary>
/// Ranges of IPv4 addresses. Where there are many, an index by the upper 16 bits tells between which ranges to look, which leaves a search
/// among one or two.
/// </summary>
internal sealed class IPv4Ranges
{
    private const int IndexFrom = 256;

    private readonly uint[] _firsts;
    private readonly uint[] _lasts;

    /// <summary>For each upper half of an address, how many ranges begin in a lower one; null for few ranges.</summary>
    private readonly int[]? _index;

    /// <summary>Merges and sorts the ranges, each with its first and last address.</summary>
    public IPv4Ranges(List<(uint First, uint Last)> ranges)
    {
        (_firsts, _lasts) = Ranges.Merge(ranges, static (last, first) => first <= last || first - 1 == last);
        _index = _firsts.Length < IndexFrom ? null : Index(_firsts);
    }

    /// <summary>Whether the address lies in one of them.</summary>
    public bool Contains(uint address)
    {
        var (low, high) = (0, _firsts.Length);
        if (_index is { } index)
        {
            low = index[address >> 16];
            high = index[(address >> 16) + 1];
        }

        // The last range that begins at or before the address; it may have begun in an earlier block of 65,536.
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

    private static int[] Index(uint[] firsts)
    {
        var index = new int[65_537];
        foreach (var first in firsts)
        {
            index[(first >> 16) + 1]++;
        }

        for (var i = 1; i < index.Length; i++)
        {
            index[i] += index[i - 1];
        }

        return index;
    }
}
