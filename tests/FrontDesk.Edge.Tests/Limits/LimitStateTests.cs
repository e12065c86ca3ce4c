using FrontDesk.Config.V1;
using FrontDesk.Edge.Limits;

namespace FrontDesk.Edge.Tests.Limits;

public sealed class LimitStateTests
{
    private const int Million = 1_000_000;

    [Fact]
    public void A_check_allocates_nothing()
    {
        var limit = Counted.Limit(new LimitConfig { Rate = "1000000/s" });
        var concurrency = Counted.Limit(new LimitConfig { Concurrency = 5 });
        var state = new LimitState(TimeProvider.System);
        var now = 1L;
        var bytes = Enumerable.Range(0, 5).Min(_ =>
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 1_000; i++)
            {
                state.Take(limit, 77, now += 1_000, out var _);
                state.Take(concurrency, 78, now, out var _);
                state.End(78);
            }

            return GC.GetAllocatedBytesForCurrentThread() - before;
        });

        Assert.Equal(0, bytes);
    }

    [Fact]
    public void A_million_keys_take_96_MiB_at_most_and_all_are_remembered()
    {
        var limit = Counted.Limit(new LimitConfig { Rate = "1/h" });
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var state = new LimitState(TimeProvider.System);
        for (var key = 1UL; key <= Million; key++)
        {
            Assert.True(state.Admits(limit, Counted.Key(key), 1));
        }

        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, 0, 96L << 20);
        var forgotten = 0;
        for (var key = 1UL; key <= Million; key++)
        {
            forgotten += state.Admits(limit, Counted.Key(key), 2) ? 1 : 0;
        }

        // Places are 64 to a page, and a page that is full by chance lets its oldest key go.
        Assert.InRange(forgotten, 0, 10);
    }

    [Fact]
    public void The_places_of_expired_keys_are_used_again()
    {
        var limit = Counted.Limit(new LimitConfig { Rate = "1/s" });
        var state = new LimitState(TimeProvider.System);
        for (var round = 0UL; round < 4; round++)
        {
            for (var key = 0UL; key < Million * 7 / 10; key++)
            {
                state.Admits(limit, Counted.Key((round * Million) + key), (long)(1 + (round * 2 * Counted.Second)));
            }

            // This round's keys are all known, whatever rounds there were before.
            var forgotten = 0;
            for (var key = 0UL; key < Million * 7 / 10; key += 100)
            {
                forgotten += state.Admits(limit, Counted.Key((round * Million) + key), (long)(2 + (round * 2 * Counted.Second))) ? 1 : 0;
            }

            Assert.InRange(forgotten, 0, 10);
        }

        Assert.InRange(state.Pages, 1, 32_768);
    }

    [Fact]
    public void A_flood_of_keys_makes_those_forget_that_owe_least_and_never_a_request_that_is_under_way()
    {
        var limit = Counted.Limit(new LimitConfig { Rate = "1/m", Burst = 100 });
        var busy = Counted.Limit(new LimitConfig { Concurrency = 1 });
        var state = new LimitState(TimeProvider.System);
        // All in one page: the upper bits are the same.
        for (var i = 0; i < 50; i++)
        {
            Assert.True(state.Admits(limit, 1, 1));
        }

        Assert.True(state.Admits(busy, 2, 1));
        for (var key = 100UL; key < 100_000; key++)
        {
            Assert.True(state.Admits(limit, key, 1));
        }

        Assert.Equal(49, state.Take(limit, 1, 1, out _).Remaining);
        Assert.False(state.Admits(busy, 2, 1));
        state.End(2);
        Assert.True(state.Admits(busy, 2, 1));
    }

    [Fact]
    public void Where_every_place_of_a_page_is_under_way_one_more_is_let_through_uncounted()
    {
        var busy = Counted.Limit(new LimitConfig { Concurrency = 1 });
        var state = new LimitState(TimeProvider.System);
        for (var key = 1UL; key <= CountPage.Size; key++)
        {
            Assert.True(state.Take(busy, key, 1, out var isCounted).IsAdmitted && isCounted);
        }

        Assert.True(state.Take(busy, 1_000, 1, out var counted).IsAdmitted);
        Assert.False(counted);
    }

    [Fact]
    public async Task Threads_together_get_no_more_of_a_new_key_than_one()
    {
        const int burst = 5;
        const int batch = 500;
        var limit = Counted.Limit(new LimitConfig { Rate = "1/h", Burst = burst });
        var state = new LimitState(TimeProvider.System);
        var admitted = new int[20_000];
        var now = 1L;
        // Between batches all that was counted expires, so that every batch takes the places of the one before.
        using var together = new Barrier(4, _ => now += 10 * 3_600 * Counted.Second);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Factory.StartNew(
            () =>
            {
                for (var i = 0; i < admitted.Length * 3; i++)
                {
                    if (i % (batch * 3) == 0)
                    {
                        together.SignalAndWait();
                    }

                    // Keys of 16 pages, so that threads meet in them.
                    if (state.Admits(limit, Counted.Key((ulong)(i / 3)) & (ulong.MaxValue >> 11), now))
                    {
                        Interlocked.Increment(ref admitted[i / 3]);
                    }
                }
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default)));

        Assert.All(admitted, count => Assert.Equal(burst, count));
    }

    [Fact]
    public async Task What_begins_and_ends_on_many_threads_is_counted_to_zero()
    {
        var busy = Counted.Limit(new LimitConfig { Concurrency = 3 });
        var state = new LimitState(TimeProvider.System);
        var underWay = new int[200];
        var most = 0;
        await Task.WhenAll(Enumerable.Range(0, 4).Select(thread => Task.Run(() =>
        {
            var random = new Random(thread);
            for (var i = 0; i < 50_000; i++)
            {
                var key = random.Next(underWay.Length);
                if (state.Take(busy, (ulong)key + 1, 1, out var isCounted).IsAdmitted && isCounted)
                {
                    most = Math.Max(most, Interlocked.Increment(ref underWay[key]));
                    Interlocked.Decrement(ref underWay[key]);
                    state.End((ulong)key + 1);
                }
            }
        })));

        Assert.InRange(most, 1, 3);
        Assert.All(Enumerable.Range(1, underWay.Length), key => Assert.Equal(2, state.Take(busy, (ulong)key, 1, out _).Remaining));
    }

    [Fact]
    public void Keys_are_hashed_under_a_secret_of_the_process_and_by_their_parts()
    {
        Assert.NotEqual(new LimitState(TimeProvider.System).Secret, new LimitState(TimeProvider.System).Secret);
        Assert.NotEqual(Hash(new(1, 2), "a", "bc"), Hash(new(1, 2), "ab", "c"));
        Assert.NotEqual(Hash(new(1, 2), "a\0", ""), Hash(new(1, 2), "a", ""));
        Assert.NotEqual(Hash(new(1, 2), "a", "bc"), Hash(new(1, 3), "a", "bc"));
        Assert.Equal(Hash(new(1, 2), "shop.example.com", "é"), Hash(new(1, 2), "shop.example.com", "é"));
    }

    private static ulong Hash(SipHash.Secret secret, params string[] parts)
    {
        var hash = SipHash.Begin(secret);
        foreach (var part in parts)
        {
            hash.Add(part);
        }

        return hash.Finish();
    }
}
