using System.Net;
using BenchmarkDotNet.Attributes;
using FrontDesk.Routing.Addresses;

namespace FrontDesk.Routing.Bench;

/// <summary>Whether an address lies in one of many ranges.</summary>
public class AddressBenchmarks
{
    private const int Asked = 1 << 16;

    private AddressSet _set = null!;
    private Address[] _addresses = [];

    /// <summary>Ranges in the set.</summary>
    [Params(10, 100_000)]
    public int Ranges { get; set; }

    /// <summary>Whether they are IPv6.</summary>
    [Params(false, true)]
    public bool IsIPv6 { get; set; }

    /// <summary>Makes ranges and addresses at random.</summary>
    [GlobalSetup]
    public void SetUp()
    {
        var random = new Random(1);
        _set = AddressSet.Of(Enumerable.Range(0, Ranges).Select(_ => IsIPv6 ? new IPNetwork(Masked(random, 16, 6), 48) : new IPNetwork(Masked(random, 4, 3), 24)));
        _addresses = [.. Enumerable.Range(0, Asked).Select(_ => Address.Of(Masked(random, IsIPv6 ? 16 : 4, IsIPv6 ? 16 : 4)))];
    }

    /// <summary>One question.</summary>
    [Benchmark(OperationsPerInvoke = Asked)]
    public int Contains()
    {
        var found = 0;
        foreach (var address in _addresses)
        {
            found += _set.Contains(address) ? 1 : 0;
        }

        return found;
    }

    private static IPAddress Masked(Random random, int length, int filled)
    {
        var bytes = new byte[length];
        random.NextBytes(bytes.AsSpan(0, filled));
        return new IPAddress(bytes);
    }
}
