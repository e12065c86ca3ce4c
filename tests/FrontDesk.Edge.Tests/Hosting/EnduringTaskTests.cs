using FrontDesk.Edge.Hosting;
using FrontDesk.Edge.Status;
using FrontDesk.Edge.Tests.Pipeline;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace FrontDesk.Edge.Tests.Hosting;

public sealed class EnduringTaskTests
{
    private readonly Degradations _degradations = new(TimeProvider.System, NullLogger<Degradations>.Instance);
    private readonly RecordedLogs _logs = new();

    [Fact]
    public async Task A_task_that_fails_is_told_shown_and_begun_again()
    {
        using var task = new Failing(failures: 2, _degradations, _logs);

        await task.StartAsync(TestContext.Current.CancellationToken);
        await task.Working.WaitAsync(TestContext.Current.CancellationToken);

        var shown = Assert.Single(_degradations.Current);
        Assert.Equal("test", shown.Resource.Name);
        Assert.Contains("failure 2", shown.Reason, StringComparison.Ordinal);
        Assert.Equal(2, _logs.Texts.Count(text => text.StartsWith("2902 ", StringComparison.Ordinal)));
        await task.StopAsync(TestContext.Current.CancellationToken);
        Assert.True(task.ExecuteTask!.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task A_task_that_is_over_is_not_begun_again()
    {
        using var task = new Failing(failures: 0, _degradations, _logs, over: true);

        await task.StartAsync(TestContext.Current.CancellationToken);
        await task.ExecuteTask!.WaitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(1, task.Begun);
        Assert.Empty(_degradations.Current);
    }

    private sealed class Failing(int failures, Degradations degradations, ILogger log, bool over = false) : EnduringTask("test", degradations, TimeProvider.System, log)
    {
        private readonly TaskCompletionSource _working = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Working => _working.Task;

        public int Begun { get; private set; }

        protected override async Task RunAsync(CancellationToken stopping)
        {
            if (++Begun <= failures)
            {
                throw new InvalidOperationException($"failure {Begun}");
            }

            _working.SetResult();
            if (!over)
            {
                await new TaskCompletionSource().Task.WaitAsync(stopping);
            }
        }
    }
}
