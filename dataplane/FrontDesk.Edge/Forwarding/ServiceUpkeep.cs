using FrontDesk.Config.V1;
using FrontDesk.Edge.Discovery;
using FrontDesk.Edge.Health;
using FrontDesk.Edge.Status;
using FrontDesk.Routing.Snapshots;

namespace FrontDesk.Edge.Forwarding;

/// <summary>
/// What services need beyond requests: the addresses of their names, their endpoints' health, and to be shown where they cannot be served. Told of every change of the
/// services, before and after it comes into force. Used by one task at a time; what it is called back by comes from any.
/// </summary>
internal sealed class ServiceUpkeep
{
    /// <summary>How long a new service's names may hold its revision up; those that take longer come into use when they are known.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly NameWatch _names;
    private readonly HealthChecks _checks;
    private readonly Degradations _degradations;
    private readonly TimeProvider _clock;
    private readonly Dictionary<ServiceState, System.Action> _refreshing = [];

    /// <summary>Begins without services.</summary>
    public ServiceUpkeep(NameWatch names, HealthChecks checks, Degradations degradations, TimeProvider clock)
    {
        (_names, _checks, _degradations, _clock) = (names, checks, degradations, clock);
        _checks.Changed += Refresh;
    }

    /// <summary>Before a change comes into force: asks for the names that its services are under, and waits a while for the answers.</summary>
    public async Task PrepareAsync(ServiceTable after, IReadOnlyCollection<ResourceChange> changes)
    {
        var services = Changed(changes).Select(name => after.TryGetValue(name, out var service) ? service : null).OfType<ServiceState>().Where(service => service.HasNames && !_refreshing.ContainsKey(service)).ToList();
        foreach (var service in services)
        {
            void Refresh() => this.Refresh(service);
            _refreshing.Add(service, Refresh);
            service.Attach(_names, Refresh);
        }

        var asked = Task.WhenAll(services.SelectMany(static service => service.Names).Select(static name => name.Asked));
        if (!asked.IsCompleted)
        {
            using var enough = new CancellationTokenSource();
            await Task.WhenAny(asked, Task.Delay(Patience, _clock, enough.Token)).ConfigureAwait(false);
            await enough.CancelAsync().ConfigureAwait(false);
        }

        foreach (var service in services)
        {
            service.Refresh();
        }
    }

    /// <summary>After a change came into force: lets go of what went, and shows how the new is.</summary>
    public void Follow(ServiceTable before, ServiceTable after, IReadOnlyCollection<ResourceChange> changes)
    {
        foreach (var name in Changed(changes))
        {
            after.TryGetValue(name, out var current);
            if (before.TryGetValue(name, out var old) && !ReferenceEquals(old, current) && _refreshing.Remove(old, out var refresh))
            {
                old.Detach(_names, refresh);
            }

            if (current is not null && !ReferenceEquals(old, current))
            {
                _checks.Begin(current, current.Enter());
            }
            else if (current is null)
            {
                old?.Leave();
            }

            Report(name, current);
        }
    }

    private static IEnumerable<string> Changed(IReadOnlyCollection<ResourceChange> changes) =>
        changes.Where(static change => change.Kind == Kind.Service).Select(static change => change.Name).Distinct(StringComparer.Ordinal);

    /// <summary>After addresses or health changed: makes the service's pool anew and shows how it is. Safe for all threads.</summary>
    public void Refresh(ServiceState service)
    {
        var current = service.Current;
        var added = current.Refresh();
        // Those of a revision that is not in force yet are begun with when it is.
        if (added.Count > 0 && current.IsInForce)
        {
            _checks.Begin(current, added);
        }

        if (current.IsInForce)
        {
            Report(current.Model.Name, current);
        }
    }

    private void Report(string name, ServiceState? service) => _degradations.Report(Kind.Service, name, service is null ? null : ServiceTrouble.Of(service));
}
