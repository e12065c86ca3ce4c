using CsCheck;
using FrontDesk.Config.V1;
using FrontDesk.Edge.Limits;
using FrontDesk.Routing.Limits;

namespace FrontDesk.Edge.Tests.Limits;

/// <summary>What token buckets and sliding windows admit, against their promises and simple references.</summary>
public sealed class RateTests
{
    private static readonly Gen<string> Rate = Gen.Select(Gen.Int[1, 20], Gen.OneOf("s", "m"), static (count, period) => $"{count}/{period}");

    /// <summary>Steps of time in nanoseconds: none, some, and so many that all is forgotten.</summary>
    private static readonly Gen<long[]> Steps = Gen.OneOf(Gen.Const(0L), Gen.Long[0, Counted.Second / 10], Gen.Long[0, 2 * Counted.Second], Gen.Long[0, 200 * Counted.Second]).Array[1, 120];

    [Fact]
    public void A_token_bucket_admits_no_more_than_burst_and_rate_in_any_window_and_as_much_as_a_plain_bucket() =>
        Gen.Select(Rate, Gen.UInt[1, 30], Steps).Sample(static (rate, burst, steps) =>
        {
            var limit = Counted.Limit(new LimitConfig { Rate = rate, Burst = burst });
            var state = new LimitState(TimeProvider.System);
            var admitted = new List<long>();
            // The reference: a number of tokens that grows with time and is spent.
            decimal tokens = burst;
            var now = 1L;
            foreach (var step in steps)
            {
                now += step;
                tokens = Math.Min(burst, tokens + ((decimal)step / limit.Interval));
                var isAdmitted = state.Admits(limit, 1, now);
                // 28 digits round: at the very edge either is right.
                if (Math.Abs(tokens - 1) > 1e-15m)
                {
                    Assert.Equal(tokens >= 1, isAdmitted);
                }

                if (isAdmitted)
                {
                    tokens -= 1;
                    admitted.Add(now);
                }
            }

            for (var i = 0; i < admitted.Count; i++)
            {
                for (var j = i; j < admitted.Count; j++)
                {
                    Assert.True(j - i + 1 <= burst + ((admitted[j] - admitted[i]) / (decimal)limit.Interval), $"{j - i + 1} in {admitted[j] - admitted[i]} ns");
                }
            }
        });

    [Fact]
    public void A_sliding_window_admits_no_more_than_twice_the_count_in_any_period_and_as_much_as_two_plain_counts() =>
        Gen.Select(Rate, Steps).Sample(static (rate, steps) =>
        {
            var limit = Counted.Limit(new LimitConfig { Rate = rate, Algorithm = LimitAlgorithm.SlidingWindow });
            var state = new LimitState(TimeProvider.System);
            var admitted = new List<long>();
            var period = limit.Period * Counted.Second;
            var now = 1L;
            foreach (var step in steps)
            {
                now += step;
                var index = now / period;
                var last = admitted.Count(at => at / period == index - 1);
                var current = admitted.Count(at => at / period == index);
                var elapsed = (now - (index * period)) / 1000 * 1000;
                Assert.Equal(current + Math.Ceiling(last * (decimal)(period - elapsed) / period) < limit.Count, state.Admits(limit, 1, now));
                if (current + Math.Ceiling(last * (decimal)(period - elapsed) / period) < limit.Count)
                {
                    admitted.Add(now);
                }
            }

            Assert.All(admitted, from => Assert.InRange(admitted.Count(at => at >= from && at < from + period), 0, 2 * limit.Count));
        });

    [Theory]
    [InlineData(LimitAlgorithm.TokenBucket, 10)]
    [InlineData(LimitAlgorithm.SlidingWindow, 8)]
    public void Requests_that_come_evenly_all_pass_a_bucket_at_its_rate_and_a_window_a_little_below(LimitAlgorithm algorithm, int perSecond)
    {
        var limit = Counted.Limit(new LimitConfig { Rate = "10/s", Algorithm = algorithm });
        var state = new LimitState(TimeProvider.System);

        Assert.All(Enumerable.Range(1, 1_000), number => Assert.True(state.Admits(limit, 1, number * Counted.Second / perSecond)));
    }

    [Fact]
    public void Who_waits_as_long_as_told_is_admitted_and_who_comes_before_is_not() =>
        Gen.Select(Rate, Gen.OneOf(LimitAlgorithm.TokenBucket, LimitAlgorithm.SlidingWindow), Steps).Sample(static (rate, algorithm, steps) =>
        {
            var limit = Counted.Limit(new LimitConfig { Rate = rate, Algorithm = algorithm });
            var state = new LimitState(TimeProvider.System);
            var now = 1L;
            foreach (var step in steps)
            {
                now += step;
                var verdict = state.Take(limit, 1, now, out _);
                if (!verdict.IsAdmitted)
                {
                    Assert.True(verdict.Wait > 0);
                    // Windows count by the microsecond.
                    Assert.False(state.Admits(limit, 1, now + verdict.Wait - 2_000));
                    now += verdict.Wait + 1_000;
                    Assert.True(state.Admits(limit, 1, now));
                }
            }
        });

    [Fact]
    public void What_remains_can_be_had_at_once() =>
        Gen.Select(Rate, Gen.OneOf(LimitAlgorithm.TokenBucket, LimitAlgorithm.SlidingWindow), Steps).Sample(static (rate, algorithm, steps) =>
        {
            var limit = Counted.Limit(new LimitConfig { Rate = rate, Algorithm = algorithm });
            var state = new LimitState(TimeProvider.System);
            var now = steps.Aggregate(1L, (time, step) =>
            {
                state.Admits(limit, 1, time + step);
                return time + step;
            });
            var verdict = state.Take(limit, 1, now, out _);
            for (var left = verdict.Remaining; left > 0; left--)
            {
                Assert.True(state.Admits(limit, 1, now));
            }

            Assert.False(state.Admits(limit, 1, now));
        });

    [Fact]
    public void A_clock_reading_of_another_thread_that_is_older_takes_nothing_back()
    {
        var limit = Counted.Limit(new LimitConfig { Rate = "1/s", Algorithm = LimitAlgorithm.SlidingWindow });
        var state = new LimitState(TimeProvider.System);

        Assert.True(state.Admits(limit, 1, 10 * Counted.Second));
        Assert.False(state.Admits(limit, 1, (10 * Counted.Second) - 1));
        Assert.Equal(LimitMethod.SlidingWindow, limit.Method);
    }
}
