using System.Net;
using FrontDesk.Edge.Forwarding;
using FrontDesk.Routing.Services;

namespace FrontDesk.Edge.Tests.Forwarding;

public sealed class ConsistentHashTests
{
    private const int Keys = 20_000;
    private static readonly HttpMessageInvoker Unused = new(new SocketsHttpHandler());

    [Fact]
    public void A_key_has_one_endpoint_whatever_the_order_and_on_every_edge()
    {
        var endpoints = Endpoints(10);
        var one = new ConsistentHashBalancer(endpoints);
        var two = new ConsistentHashBalancer([.. Endpoints(10).Reverse()]);
        Assert.All(Numbers(), key => Assert.Equal(one.Choose(key).Model.Url, two.Choose(key).Model.Url));
        // What an earlier version chose, a later one must choose too: edges of both serve side by side.
        Assert.Equal("http://10.0.0.1:80", one.Choose(StableHash.Of("ann")).Model.Url);
    }

    [Fact]
    public void An_endpoint_that_goes_moves_its_own_keys_only()
    {
        var endpoints = Endpoints(10);
        var before = new ConsistentHashBalancer(endpoints);
        var after = new ConsistentHashBalancer(endpoints[1..]);
        foreach (var key in Numbers())
        {
            var chosen = before.Choose(key);
            Assert.True(chosen == endpoints[0] || chosen == after.Choose(key));
        }
    }

    [Theory]
    [InlineData(1, 1, 1, 1)]
    [InlineData(1, 2, 3, 4)]
    public void Keys_are_shared_out_by_weight(params int[] weights)
    {
        var balancer = new ConsistentHashBalancer([.. weights.Select((weight, i) => Endpoint(i, weight))]);
        var counts = Numbers().GroupBy(key => balancer.Choose(key).Model.Url).ToDictionary(group => group.Key, group => group.Count());
        for (var i = 0; i < weights.Length; i++)
        {
            var share = (double)Keys * weights[i] / weights.Sum();
            Assert.InRange(counts[$"http://10.0.0.{i}:80"], share * 0.9, share * 1.1);
        }
    }

    [Fact]
    public void An_endpoint_that_is_overrun_hands_its_key_on_and_gets_it_back()
    {
        var balancer = new ConsistentHashBalancer(Endpoints(4));
        var key = StableHash.Of("hot");
        var first = balancer.Choose(key);
        var used = new List<ServiceEndpoint>();
        for (var i = 0; i < 400; i++)
        {
            var chosen = balancer.Choose(key);
            chosen.State.Begin();
            used.Add(chosen);
        }

        Assert.All(used.GroupBy(endpoint => endpoint), group => Assert.InRange(group.Count(), 1, 127));
        used.ForEach(endpoint => endpoint.State.End());
        Assert.Same(first, balancer.Choose(key));
    }

    private static IEnumerable<ulong> Numbers() => Enumerable.Range(0, Keys).Select(i => StableHash.Of($"user-{i}"));

    private static ServiceEndpoint[] Endpoints(int count) => [.. Enumerable.Range(0, count).Select(i => Endpoint(i, 1))];

    private static ServiceEndpoint Endpoint(int number, int weight)
    {
        var address = new IPAddress([10, 0, 0, (byte)number]);
        return new(new EndpointModel($"http://{address}:80", EndpointScheme.Http, address.ToString(), 80, "", weight), address, new EndpointState(), Unused);
    }
}
