using FrontDesk.Edge.Forwarding;
using FrontDesk.Edge.Hosting;
using FrontDesk.Edge.Status;

namespace FrontDesk.Edge.Health;

/// <summary>
/// Active health: asks endpoints whether they are well. One loop over one schedule for all endpoints of all services; what is due at about the same time is asked at once. An endpoint is
/// asked again only after its answer or its timeout, so that there are never more questions than endpoints, and one that is silent holds up no other.
/// </summary>
internal sealed class HealthChecks(Degradations degradations, TimeProvider clock, ILogger<HealthChecks> log) : EnduringTask("active health", degradations, clock, log)
{
    // What is due within this is asked with what is due now: thousands of endpoints make 10 wakes a second and not thousands.
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(100);

    // A new endpoint is asked soon, yet a thousand new ones not at once.
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);

    private readonly CheckSchedule _schedule = new(clock);

    /// <summary>Happens when an endpoint became well or unwell.</summary>
    public event Action<ServiceState>? Changed;

    /// <summary>Endpoints that are asked.</summary>
    public int Count => _schedule.Count;

    /// <summary>Begins to ask endpoints that their service's policy wants asked. They are asked until their revision, or they, are out of use.</summary>
    public void Begin(ServiceState service, IReadOnlyList<ServiceEndpoint> endpoints)
    {
        if (service.Model.Health?.Active is not { } policy)
        {
            // They may have been asked under an earlier revision.
            if (endpoints.Count(static endpoint => endpoint.State.Health.Unasked()) > 0)
            {
                Changed?.Invoke(service);
            }

            return;
        }

        var probe = Probe.Create(policy);
        foreach (var endpoint in endpoints)
        {
            var within = endpoint.State.Health.WasAsked || policy.Interval < Soon ? policy.Interval : Soon;
            _schedule.Add(new Check(service, endpoint, policy, probe), within * Random.Shared.NextDouble());
        }
    }

    /// <inheritdoc/>
    protected override async Task RunAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            var sooner = _schedule.Sooner;
            if (_schedule.Take(out var wait) is not { } check)
            {
                await WaitAsync(wait, sooner, stopping).ConfigureAwait(false);
            }
            else if (!check.IsWanted)
            {
                check.Dispose();
            }
            else
            {
                _ = AskAsync(check, stopping);
            }
        }
    }

    private async Task WaitAsync(TimeSpan wait, Task sooner, CancellationToken stopping)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var due = Task.Delay(wait == Timeout.InfiniteTimeSpan || wait > Tick ? wait : Tick, Clock, over.Token);
        await Task.WhenAny(due, sooner).ConfigureAwait(false);
        await over.CancelAsync().ConfigureAwait(false);
    }

    private async Task AskAsync(Check check, CancellationToken stopping)
    {
        try
        {
            var trouble = await check.AskAsync(stopping).ConfigureAwait(false);
            var (service, endpoint, policy) = (check.Service, check.Endpoint, check.Policy);
            if (check.IsWanted && endpoint.State.Health.Asked(trouble is null, policy.HealthyAfter, policy.UnhealthyAfter))
            {
                Tell(service, endpoint, trouble);
            }
        }
        finally
        {
            _schedule.Add(check, check.NextInterval);
        }
    }

    private void Tell(ServiceState service, ServiceEndpoint endpoint, string? trouble)
    {
        if (trouble is null)
        {
            Log.Well(service.Model.Name, endpoint.Model.Url, endpoint.Address);
        }
        else
        {
            Log.Unwell(service.Model.Name, endpoint.Model.Url, endpoint.Address, trouble);
        }

        Changed?.Invoke(service);
    }
}
