using FrontDesk.Config.V1;
using FrontDesk.Edge.Forwarding;
using FrontDesk.Edge.Health;
using FrontDesk.Routing.Health;
using FrontDesk.Routing.Services;

namespace FrontDesk.Edge.Tests.Health;

public sealed class CheckScheduleTests
{
    private readonly ManualTime _time = new();
    private readonly CheckSchedule _schedule;

    public CheckScheduleTests() => _schedule = new CheckSchedule(_time);

    [Fact]
    public void Checks_come_in_the_order_in_which_they_are_due_and_not_before()
    {
        var (a, b, c) = (Make(), Make(), Make());
        _schedule.Add(a, TimeSpan.FromSeconds(3));
        _schedule.Add(b, TimeSpan.FromSeconds(1));
        _schedule.Add(c, TimeSpan.FromSeconds(2));

        Assert.Null(_schedule.Take(out var wait));
        Assert.Equal(TimeSpan.FromSeconds(1), wait);
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.Same(b, _schedule.Take(out _));
        Assert.Same(c, _schedule.Take(out _));
        Assert.Null(_schedule.Take(out wait));
        Assert.Equal(TimeSpan.FromSeconds(1), wait);
        _time.Advance(TimeSpan.FromHours(1));
        Assert.Same(a, _schedule.Take(out _));
        Assert.Null(_schedule.Take(out wait));
        Assert.Equal(Timeout.InfiniteTimeSpan, wait);
    }

    [Fact]
    public void Who_waits_for_the_next_is_told_of_one_that_is_due_before()
    {
        _schedule.Add(Make(), TimeSpan.FromSeconds(10));
        var sooner = _schedule.Sooner;
        _schedule.Add(Make(), TimeSpan.FromSeconds(20));
        Assert.False(sooner.IsCompleted);
        _schedule.Add(Make(), TimeSpan.FromSeconds(5));
        Assert.True(sooner.IsCompleted);
    }

    [Fact]
    public void Ten_thousand_endpoints_are_each_asked_once_an_interval()
    {
        var asked = new Dictionary<Check, int>();
        for (var i = 0; i < 10_000; i++)
        {
            var check = Make();
            asked[check] = 0;
            _schedule.Add(check, check.Policy.Interval * Random.Shared.NextDouble());
        }

        // A hundred seconds in steps of 50 ms, as the loop takes them.
        var most = 0;
        for (var step = 0; step < 2_000; step++)
        {
            _time.Advance(TimeSpan.FromMilliseconds(50));
            var at_once = 0;
            while (_schedule.Take(out _) is { } check)
            {
                asked[check]++;
                at_once++;
                _schedule.Add(check, check.NextInterval);
            }

            most = Math.Max(most, at_once);
        }

        // Ten intervals, each up to a tenth shorter or longer.
        Assert.All(asked.Values, count => Assert.InRange(count, 9, 12));
        Assert.InRange(most, 20, 150);
    }

    private static Check Make()
    {
        var policy = new ActiveHealthModel { Type = HealthCheck.Http, Path = "/", Interval = TimeSpan.FromSeconds(10), Timeout = TimeSpan.FromSeconds(1), Jitter = 0.1, HealthyAfter = 1, UnhealthyAfter = 1, Expect = [new(200, 299)] };
        var service = ServiceState.Bind(
            new ServiceModel
            {
                Name = "app",
                Endpoints = [new EndpointModel("http://127.0.0.1:1", EndpointScheme.Http, "127.0.0.1", 1, "", 1)],
                Balance = Balance.PowerOfTwo,
                ConnectTimeout = TimeSpan.FromSeconds(1),
                FirstByteTimeout = TimeSpan.FromSeconds(1),
                IdleTimeout = TimeSpan.FromSeconds(1),
                TunnelTimeout = TimeSpan.FromSeconds(1),
                HostMode = HostMode.Preserve,
            },
            null,
            new Connections());
        return new Check(service, service.Pool.All[0], policy, Probe.Create(policy));
    }
}
