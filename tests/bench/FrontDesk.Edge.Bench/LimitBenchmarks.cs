using BenchmarkDotNet.Attributes;
using FrontDesk.Config.V1;
using FrontDesk.Edge.Limits;
using FrontDesk.Routing.Addresses;
using FrontDesk.Routing.Limits;
using FrontDesk.Routing.Snapshots;

namespace FrontDesk.Edge.Bench;

/// <summary>One check of a limit by client address: the key's hash, finding it, and changing its state.</summary>
public class LimitBenchmarks
{
    private const int Checks = 1 << 20;

    private readonly LimitState _state = new(TimeProvider.System);
    private LimitModel _limit = null!;
    private long _now = 1;

    /// <summary>How many clients there are.</summary>
    [Params(1, 1_000, 1_000_000)]
    public int Clients { get; set; }

    /// <summary>How it counts.</summary>
    [Params(LimitAlgorithm.TokenBucket, LimitAlgorithm.SlidingWindow)]
    public LimitAlgorithm Algorithm { get; set; }

    /// <summary>Compiles the limit and makes all keys known.</summary>
    [GlobalSetup]
    public void SetUp()
    {
        var config = new LimitConfig { Rate = "1000/h", Algorithm = Algorithm, Key = { "client-ip" } };
        var result = SnapshotModel.Empty.Apply([new ResourceChange(Kind.Limit, "l", new Resource { Name = "l", Limit = config })]);
        _limit = result.Model.Limits.Entries.Single().Value;
        for (var client = 0; client < Clients; client++)
        {
            Check(client);
        }
    }

    /// <summary>One thread.</summary>
    [Benchmark(OperationsPerInvoke = Checks)]
    public void OneThread() => Run(0);

    /// <summary>Two threads at the same keys; the time is that of one thread's checks.</summary>
    [Benchmark(OperationsPerInvoke = Checks)]
    public void TwoThreads() => Parallel.Invoke(() => Run(0), () => Run(Clients / 2));

    private void Run(int first)
    {
        for (var i = 0; i < Checks; i++)
        {
            // A step that visits all clients in an order that no cache foresees.
            Check((int)((first + (i * 7_919L)) % Clients));
        }
    }

    private bool Check(int client)
    {
        var address = new Address(0, 0xFFFF_0000_0000UL | (uint)client).Network(_limit.IPv6Prefix);
        var hash = SipHash.Begin(_state.Secret);
        hash.Add(_limit.Identity);
        hash.Add(address.High);
        hash.Add(address.Low);
        return _state.Take(_limit, hash.Finish(), _now += 1_000, out _).IsAdmitted;
    }
}
