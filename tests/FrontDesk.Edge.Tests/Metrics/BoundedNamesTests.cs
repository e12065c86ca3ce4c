using FrontDesk.Edge.Metrics;

namespace FrontDesk.Edge.Tests.Metrics;

public sealed class BoundedNamesTests
{
    [Fact]
    public void The_first_names_are_themselves_and_all_later_ones_are_other()
    {
        var names = new BoundedNames();

        for (var round = 0; round < 2; round++)
        {
            for (var i = 0; i < BoundedNames.Most + 50; i++)
            {
                Assert.Equal(i < BoundedNames.Most ? $"name-{i}" : "other", names.Bound($"name-{i}"));
            }
        }
    }

    [Fact]
    public void Names_that_come_at_the_same_time_stay_within_the_bound()
    {
        var names = new BoundedNames();

        Parallel.For(0, 10_000, i => names.Bound($"name-{i % 1000}"));

        Assert.Equal(BoundedNames.Most, Enumerable.Range(0, 1000).Count(i => names.Bound($"name-{i}") != "other"));
    }
}
