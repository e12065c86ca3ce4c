using FrontDesk.Edge.Health;

namespace FrontDesk.Edge.Tests.Health;

public sealed class EndpointHealthTests
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);
    private readonly ManualTime _time = new();
    private readonly EndpointHealth _health = new();

    [Fact]
    public void Only_failures_in_a_row_count()
    {
        Assert.False(_health.NoteFailure(3));
        Assert.False(_health.NoteFailure(3));
        _health.NoteSuccess();
        Assert.False(_health.NoteFailure(3));
        Assert.False(_health.NoteFailure(3));
        Assert.True(_health.NoteFailure(3));
    }

    [Fact]
    public void Of_requests_that_fail_at_once_just_one_has_to_act()
    {
        var told = 0;
        Parallel.For(0, 1000, _ => Interlocked.Add(ref told, _health.NoteFailure(5) ? 1 : 0));
        Assert.Equal(1, told);
    }

    [Fact]
    public void A_rest_grows_with_each_failure_soon_after_the_last_and_is_short_again_after_a_good_while()
    {
        Assert.Equal(10, Rest());
        Assert.Equal(20, Rest());
        Assert.Equal(40, Rest());
        Assert.Equal(80, Rest());
        Assert.Equal(160, Rest());
        Assert.Equal(300, Rest());
        Assert.Equal(300, Rest());
        _time.Advance(Longest + First);
        Assert.Equal(10, Rest());
    }

    [Fact]
    public void The_first_answer_decides_and_later_ones_only_in_a_row()
    {
        Assert.True(_health.IsUsable);
        Assert.True(Asked(false));
        Assert.False(_health.IsUsable);
        Assert.False(Asked(true));
        Assert.False(Asked(false));
        Assert.False(Asked(true));
        Assert.True(Asked(true));
        Assert.True(_health.IsUsable);
        Assert.False(Asked(false));
        Assert.False(Asked(false));
        Assert.False(Asked(true));
        Assert.False(Asked(false));
        Assert.False(Asked(false));
        Assert.True(Asked(false));
        Assert.False(_health.IsUsable);
    }

    [Fact]
    public void What_is_asked_no_more_counts_no_more()
    {
        Asked(false);
        _health.Unasked();
        Assert.True(_health.IsUsable);
        Assert.False(_health.WasAsked);
    }

    private bool Asked(bool isGood) => _health.Asked(isGood, healthyAfter: 2, unhealthyAfter: 3);

    private double Rest()
    {
        var length = _health.Rest(First, Longest, _time);
        Assert.False(_health.IsUsable);
        _health.Wake(_time);
        Assert.True(_health.IsUsable);
        return length.TotalSeconds;
    }
}
