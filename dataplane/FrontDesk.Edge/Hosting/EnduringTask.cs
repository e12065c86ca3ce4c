using FrontDesk.Config.V1;
using FrontDesk.Edge.Status;
using FrontDesk.Edge.Sync;

namespace FrontDesk.Edge.Hosting;

/// <summary>
/// Work that goes on as long as the process. Whatever it throws is a mistake of this program: it is told, shown as degraded until the work has gone
/// well for a minute, and begun again; serving never ends for it.
/// </summary>
internal abstract class EnduringTask(string name, Degradations degradations, TimeProvider clock, ILogger log) : BackgroundService
{
    private static readonly TimeSpan Trial = TimeSpan.FromMinutes(1);

    /// <summary>Where what does not work is shown.</summary>
    protected Degradations Degradations { get; } = degradations;

    /// <summary>The clock of all waits.</summary>
    protected TimeProvider Clock { get; } = clock;

    /// <summary>Where events are told.</summary>
    protected ILogger Log { get; } = log;

    /// <summary>Does the work until it is over or cancelled.</summary>
    protected abstract Task RunAsync(CancellationToken stopping);

    /// <inheritdoc/>
    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        Backoff backoff = new(Clock);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                Task work = RunAsync(stoppingToken);
                if (await Task.WhenAny(work, Task.Delay(Trial, Clock, stoppingToken)).ConfigureAwait(false) != work)
                {
                    Degradations.Report(Kind.Unspecified, name, null);
                    backoff.Reset();
                }

                await work.ConfigureAwait(false);
                return;
            }
            catch (Exception) when (stoppingToken.IsCancellationRequested)
            {
                // gRPC, for one, tells a cancellation in its own words.
                return;
            }
            catch (Exception e)
            {
                Log.TaskFailed(e, name);
                Degradations.Report(Kind.Unspecified, name, $"A mistake of this program stopped its task '{name}': {e.Message} It is begun again.");
            }

            await backoff.WaitAsync(stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
