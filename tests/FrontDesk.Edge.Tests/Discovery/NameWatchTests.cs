using System.Net;
using FrontDesk.Edge.Discovery;
using FrontDesk.Edge.Tests.Pipeline;
using Microsoft.Extensions.Logging.Abstractions;

namespace FrontDesk.Edge.Tests.Discovery;

public sealed class NameWatchTests : IDisposable
{
    private readonly ManualTime _time = new();
    private readonly ScriptedResolver _resolver = new();
    private readonly NameWatch _watch;

    public NameWatchTests() => _watch = new NameWatch(_resolver, _time, NullLogger<NameWatch>.Instance);

    public void Dispose() => _watch.Dispose();

    [Fact]
    public async Task A_name_has_all_its_addresses_each_once_and_in_one_order()
    {
        _resolver.Answer("app.test", "10.0.0.2", "::1", "10.0.0.1", "10.0.0.2");
        var name = await WatchAsync("app.test");
        Assert.Equal(["10.0.0.1", "10.0.0.2", "::1"], Texts(name));
    }

    [Fact]
    public async Task A_name_is_asked_for_again_and_what_it_stands_for_then_is_used()
    {
        _resolver.Answer("app.test", "10.0.0.1");
        var name = await WatchAsync("app.test");
        var changed = Change(name);
        _resolver.Answer("app.test", "10.0.0.9");

        await PassAsync();
        await changed;

        Assert.Equal(["10.0.0.9"], Texts(name));
    }

    [Fact]
    public async Task A_name_that_does_not_resolve_any_more_keeps_the_addresses_known_last()
    {
        _resolver.Answer("app.test", "10.0.0.1");
        var name = await WatchAsync("app.test");
        var changed = Change(name);
        _resolver.Forget("app.test");

        await PassAsync();
        await changed;

        Assert.Equal(["10.0.0.1"], Texts(name));
        Assert.NotNull(name.Failure);
    }

    [Fact]
    public async Task A_name_that_resolves_again_has_no_failure()
    {
        var name = await WatchAsync("app.test");
        Assert.NotNull(name.Failure);
        Assert.Empty(name.Addresses);
        var changed = Change(name);
        _resolver.Answer("app.test", "10.0.0.1");

        await _time.ArmedAsync(static due => due > TimeSpan.Zero);
        _time.Advance(TimeSpan.FromMinutes(2));
        await changed;

        Assert.Null(name.Failure);
        Assert.Equal(["10.0.0.1"], Texts(name));
    }

    [Fact]
    public async Task A_flood_of_addresses_is_cut_to_the_same_ones_each_time()
    {
        var flood = Enumerable.Range(0, 5000).Select(i => new IPAddress([10, 0, (byte)(i / 256), (byte)i])).ToArray();
        Random.Shared.Shuffle(flood);
        _resolver.Answer("app.test", flood);
        var name = await WatchAsync("app.test");

        Assert.Equal(ResolvedName.MostAddresses, name.Addresses.Length);
        Assert.Equal("10.0.0.0", name.Addresses[0].ToString());
        Assert.Equal("10.0.0.63", name.Addresses[^1].ToString());
    }

    [Fact]
    public async Task A_name_of_two_services_is_asked_for_once_and_watched_until_both_are_gone()
    {
        _resolver.Answer("app.test", "10.0.0.1");
        var name = await WatchAsync("app.test");
        Assert.Same(name, _watch.Watch("APP.test"));
        Assert.Equal(1, _resolver.Questions);

        _watch.Unwatch(name);
        Assert.Equal(1, _watch.Count);
        _watch.Unwatch(name);
        Assert.Equal(0, _watch.Count);
        _time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(1, _resolver.Questions);
    }

    private static IEnumerable<string> Texts(ResolvedName name) => name.Addresses.Select(address => address.ToString());

    private static Task Change(ResolvedName name)
    {
        var changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        name.Changed += () => changed.TrySetResult();
        return changed.Task.WaitAsync(Patience.Token);
    }

    private async Task<ResolvedName> WatchAsync(string host)
    {
        var name = _watch.Watch(host);
        await name.Asked.WaitAsync(Patience.Token);
        return name;
    }

    /// <summary>Lets the next question be due, whatever its jitter.</summary>
    private async Task PassAsync()
    {
        await _time.ArmedAsync(static due => due > TimeSpan.Zero);
        _time.Advance(NameWatch.Interval * 1.2);
    }
}
