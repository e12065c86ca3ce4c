using System.Threading.Channels;
using FrontDesk.Edge.Forwarding;
using FrontDesk.Edge.Hosting;
using FrontDesk.Edge.Retries;
using FrontDesk.Edge.Status;

namespace FrontDesk.Edge.Health;

/// <summary>
/// Passive health: what requests learn of endpoints. Requests count; the one whose failure is the last straw leaves word, and this task takes the endpoint out of its service's
/// pool for a while.
/// </summary>
internal sealed class Ejections(ServiceUpkeep upkeep, Degradations degradations, TimeProvider clock, ILogger<Ejections> log)
    : EnduringTask("passive health", degradations, clock, log)
{
    // An address that cannot be reached, of a name that has others: without a policy it is enough to ask the others first.
    private static readonly TimeSpan AddressRest = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestRest = TimeSpan.FromMinutes(5);

    // Each endpoint leaves word once until it is dealt with, so that there are never more words than endpoints.
    private readonly Channel<(ServiceState Service, ServiceEndpoint Endpoint, Outcome Outcome)> _words =
        Channel.CreateUnbounded<(ServiceState, ServiceEndpoint, Outcome)>(new UnboundedChannelOptions { SingleReader = true });

    /// <summary>A request was answered. Called by requests.</summary>
    public void Answered(ServiceState service, ServiceEndpoint endpoint, int status) => endpoint.State.Health.NoteSuccess();

    /// <summary>A request failed. Called by requests.</summary>
    public void Failed(ServiceState service, ServiceEndpoint endpoint, Outcome outcome)
    {
        if (outcome == Outcome.NotConnected && service.Pool.HasAlternatives && endpoint.State.Health.NoteFailure(1))
        {
            _words.Writer.TryWrite((service, endpoint, outcome));
        }
    }

    /// <inheritdoc/>
    protected override async Task RunAsync(CancellationToken stopping)
    {
        await foreach (var (service, endpoint, outcome) in _words.Reader.ReadAllAsync(stopping).ConfigureAwait(false))
        {
            Eject(service, endpoint, outcome, stopping);
        }
    }

    private void Eject(ServiceState service, ServiceEndpoint endpoint, Outcome outcome, CancellationToken stopping)
    {
        var health = endpoint.State.Health;
        if (health.IsResting || !HasOthers(service, endpoint))
        {
            health.Forgive();
            return;
        }

        var rest = health.Rest(AddressRest, LongestRest, Clock);
        log.Ejected(service.Model.Name, endpoint.Model.Url, endpoint.Address, outcome, rest.TotalSeconds);
        upkeep.Refresh(service);
        _ = WakeAsync(service, endpoint, rest, stopping);
    }

    private static bool HasOthers(ServiceState service, ServiceEndpoint endpoint) =>
        service.Pool.Candidates.Any(other => other != endpoint && other.Model == endpoint.Model && other.State.Health.IsUsable);

    private async Task WakeAsync(ServiceState service, ServiceEndpoint endpoint, TimeSpan rest, CancellationToken stopping)
    {
        await Task.Delay(rest, Clock, stopping).ConfigureAwait(false);
        endpoint.State.Health.Wake(Clock);
        log.Returned(service.Model.Name, endpoint.Model.Url, endpoint.Address);
        upkeep.Refresh(service);
    }
}
