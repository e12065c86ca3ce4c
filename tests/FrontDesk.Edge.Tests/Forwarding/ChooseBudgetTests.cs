using FrontDesk.Config.V1;
using FrontDesk.Edge.Forwarding;
using FrontDesk.Edge.Tests.Pipeline;
using FrontDesk.Routing.Snapshots;

namespace FrontDesk.Edge.Tests.Forwarding;

/// <summary>Holds the choice of an endpoint, which every request pays for, to its budget: no byte, with health, names and weights on.</summary>
public sealed class ChooseBudgetTests
{
    private const int Runs = 5;

    [Theory]
    [InlineData(Balance.PowerOfTwo)]
    [InlineData(Balance.RoundRobin)]
    [InlineData(Balance.LeastRequests)]
    [InlineData(Balance.Random)]
    [InlineData(Balance.ConsistentHash)]
    public void A_choice_allocates_nothing_and_meets_no_endpoint_that_is_unfit(Balance balance)
    {
        var state = Bind(balance);
        var unfit = state.Pool.All[3];
        unfit.State.Health.Asked(isGood: false, healthyAfter: 1, unhealthyAfter: 1);
        state.Refresh();
        Assert.Equal(19, state.Pool.Fit);

        var key = 0ul;
        void Choose()
        {
            for (var i = 0; i < 1000; i++)
            {
                Assert.NotSame(unfit, state.Pool.Choose(StableHash.Mix(key++)));
            }
        }

        Choose();
        Assert.Equal(0, Enumerable.Range(0, Runs).Min(_ =>
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            Choose();
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }));
    }

    private static ServiceState Bind(Balance balance)
    {
        var resource = Given.Service("app", [.. Enumerable.Range(1, 20).Select(i => $"http://10.0.0.{i}:80")]);
        resource.Service.Balance = balance;
        resource.Service.Health = new Config.V1.Health { Active = new(), Passive = new() };
        resource.Service.Endpoints[0].Weight = 3;
        ResourceChange[] changes = [new(Kind.Service, "app", resource)];
        var result = SnapshotModel.Empty.Apply(changes);
        Assert.Empty(result.Problems);
        Assert.True(ServiceTable.Empty.Apply(result.Model, changes).TryGetValue("app", out var state));
        return state!;
    }
}
