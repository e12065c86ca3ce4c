using FrontDesk.Edge.Retries;

namespace FrontDesk.Edge.Tests.Retries;

public sealed class RetryBudgetTests
{
    private readonly RetryBudget _budget = new();

    [Fact]
    public void A_few_retries_are_always_allowed()
    {
        Assert.Equal(RetryBudget.Floor, Taken(second: 7, wanted: 100, percent: 20));
        Assert.Equal(0, Taken(second: 16, wanted: 1, percent: 20));
        Assert.Equal(RetryBudget.Floor, Taken(second: 17, wanted: 100, percent: 20));
    }

    [Theory]
    [InlineData(1, 10)]
    [InlineData(20, 200)]
    [InlineData(100, 1000)]
    public void Retries_are_no_more_than_their_share_of_the_last_ten_seconds(int percent, int most)
    {
        for (var second = 100; second < 110; second++)
        {
            for (var i = 0; i < 100; i++)
            {
                _budget.Request(second);
            }
        }

        Assert.Equal(most, Taken(second: 109, wanted: 5000, percent));
        Assert.Equal(0, Taken(second: 118, wanted: 1, percent));
    }

    [Fact]
    public void What_many_take_at_once_stays_near_the_share()
    {
        for (var i = 0; i < 10_000; i++)
        {
            _budget.Request(5);
        }

        var taken = 0;
        Parallel.For(0, 10_000, _ => Interlocked.Add(ref taken, _budget.TryTake(5, 20) ? 1 : 0));
        Assert.InRange(taken, 2_000, 2_000 + Environment.ProcessorCount);
    }

    private int Taken(long second, int wanted, int percent) => Enumerable.Range(0, wanted).Count(_ => _budget.TryTake(second, percent));
}
