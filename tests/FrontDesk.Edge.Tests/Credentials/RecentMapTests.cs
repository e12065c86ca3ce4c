using FrontDesk.Edge.Credentials;

namespace FrontDesk.Edge.Tests.Credentials;

public sealed class RecentMapTests
{
    [Fact]
    public void It_keeps_no_more_than_its_bound_and_what_is_used_stays()
    {
        var map = new RecentMap<int, int>(100);
        for (var i = 0; i < 10_000; i++)
        {
            map.Set(i, i);
            Assert.True(map.TryGet(0, out _));
        }

        Assert.InRange(Enumerable.Range(0, 10_000).Count(i => map.TryGet(i, out _)), 50, 150);
        Assert.True(map.TryGet(9_999, out var last));
        Assert.Equal(9_999, last);
    }

    [Fact]
    public void What_is_replaced_or_removed_is_so()
    {
        var map = new RecentMap<string, int>(100);
        map.Set("a", 1);
        map.Set("a", 2);
        Assert.True(map.TryGet("a", out var value));
        Assert.Equal(2, value);

        map.Remove("a");
        Assert.False(map.TryGet("a", out _));
    }

    [Fact]
    public void Many_threads_do_it_no_harm()
    {
        var map = new RecentMap<int, int>(64);
        Parallel.For(0, 20_000, i =>
        {
            map.Set(i % 500, i % 500);
            Assert.True(!map.TryGet(i % 300, out var value) || value == i % 300);
        });
    }
}
