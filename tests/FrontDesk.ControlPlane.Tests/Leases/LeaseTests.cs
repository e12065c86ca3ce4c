using FrontDesk.ControlPlane.Leases;
using FrontDesk.ControlPlane.Records;
using FrontDesk.ControlPlane.Store;
using FrontDesk.ControlPlane.Tests.Hosting;
using FrontDesk.ControlPlane.Tests.Store;
using FrontDesk.Testing.Desks;
using FrontDesk.Testing.Processes;
using Microsoft.Extensions.Logging.Abstractions;

namespace FrontDesk.ControlPlane.Tests.Leases;

/// <summary>Work that one control plane does for all: by one at a time, and harmless when its holder sleeps and wakes.</summary>
public sealed class LeaseTests
{
    private static readonly LeaseOptions Times = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_lease_has_one_holder_and_goes_to_the_next_at_once_when_it_is_given_back()
    {
        await using var host = await StoreHost.StartAsync(StoreHost.Redis);
        await using var connection = await host.ConnectAsync(step: null);
        var time = new ManualTime();
        using var first = new Holder(connection, "a", time);
        await first.Begun.Task.WaitAsync(Patience.Ample, Token);
        using var second = new Holder(connection, "b", time);
        await time.ArmedAsync(Times.Interval);
        Assert.False(second.Begun.Task.IsCompleted);

        await first.EndAsync();
        await time.ArmedAsync(Times.Interval);
        time.Advance(Times.Interval);

        await second.Begun.Task.WaitAsync(Patience.Ample, Token);
        await second.EndAsync();
    }

    [Fact]
    public async Task A_holder_that_sleeps_too_long_is_replaced_and_whatever_it_writes_when_it_wakes_is_refused()
    {
        await using var host = await StoreHost.StartAsync(StoreHost.Redis);
        await using var connection = await host.ConnectAsync(step: null);
        var records = new RecordStore(connection, new FolderWatch(connection));

        // The sleeper's clock stands still, as a stopped process's does: it renews nothing.
        var (asleep, awake) = (new ManualTime(), new ManualTime());
        using var sleeper = new Holder(connection, "a", asleep);
        await sleeper.Begun.Task.WaitAsync(Patience.Ample, Token);
        using var next = new Holder(connection, "b", awake);
        while (!next.Begun.Task.IsCompleted)
        {
            await Task.WhenAny(next.Begun.Task, awake.ArmedAsync(Times.Interval));
            awake.Advance(Times.Interval);
        }

        await next.DoAsync(() => records.CreateAsync("things/next", new byte[] { 1 }, Token));
        await Assert.ThrowsAsync<LeaseLostException>(() => sleeper.DoAsync(() => records.CreateAsync("things/stale", new byte[] { 1 }, Token)));
        await Assert.ThrowsAsync<LeaseLostException>(() => sleeper.DoAsync(() => connection.DeleteAsync([StoreNames.Record("things/next")])));
        await Assert.ThrowsAsync<LeaseLostException>(() =>
            sleeper.DoAsync(() => records.SetExpiringAsync("things/next", new byte[] { 2 }, TimeSpan.FromMinutes(1), Token)));

        Assert.Equal("things/next", Assert.Single(await records.ListAsync("things/", Token)).Name);
        Assert.Equal([1], (await records.GetAsync("things/next", Token))!.Value);
        await next.EndAsync();
    }

    [Fact]
    public async Task A_process_that_is_stopped_and_goes_on_after_its_lease_was_taken_writes_nothing_more()
    {
        await using var host = await StoreHost.StartAsync(StoreHost.Redis);
        await using var connection = await host.ConnectAsync(step: null);
        var records = new RecordStore(connection, new FolderWatch(connection));
        await using var victim = RunningProgram.Start(
            "victim",
            Programs.Dotnet,
            ["exec", typeof(FrontDesk.StoreVictim.Filling).Assembly.Location, "lease", host.Server!.Url, host.Server.Password],
            Programs.CleanEnvironment());
        await victim.WaitForLineAsync("a write", line => line.StartsWith("wrote", StringComparison.Ordinal), Token);

        victim.Signal(19);
        using var next = new Holder(connection, "next", TimeProvider.System, new LeaseOptions { Duration = TimeSpan.FromSeconds(2), Interval = TimeSpan.FromMilliseconds(200) });
        await next.Begun.Task.WaitAsync(Patience.Ample, Token);
        var written = await CountAsync();
        victim.Signal(18);
        await victim.WaitForLineAsync("the loss", line => line == "lost", Token);

        Assert.Equal(written, await CountAsync());
        await next.EndAsync();

        async Task<int> CountAsync() => (await records.ListAsync("victim/", Token)).Count;
    }

    /// <summary>Holds a lease, and does what the test says under it.</summary>
    private sealed class Holder : IDisposable
    {
        private readonly CancellationTokenSource _end = new();
        private readonly System.Threading.Channels.Channel<Func<Task>> _work = System.Threading.Channels.Channel.CreateUnbounded<Func<Task>>();
        private readonly Task _running;

        public Holder(StoreConnection store, string name, TimeProvider time, LeaseOptions? options = null) =>
            _running = new Lease(store, "work", name, options ?? Times, time, NullLogger.Instance).RunAsync(WorkAsync, _end.Token);

        public TaskCompletionSource Begun { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>Does something as a part of the work.</summary>
        public async Task DoAsync(Func<Task> act)
        {
            var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            await _work.Writer.WriteAsync(async () =>
            {
                try
                {
                    await act();
                    done.SetResult();
                }
                catch (Exception failed)
                {
                    done.SetException(failed);
                }
            });
            await done.Task.WaitAsync(Patience.Ample, Token);
        }

        public async Task EndAsync()
        {
            await _end.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _running);
        }

        public void Dispose()
        {
            _end.Cancel();
            _end.Dispose();
        }

        private async Task WorkAsync(CancellationToken cancellationToken)
        {
            Begun.TrySetResult();
            await foreach (var act in _work.Reader.ReadAllAsync(cancellationToken))
            {
                await act();
            }
        }
    }
}
