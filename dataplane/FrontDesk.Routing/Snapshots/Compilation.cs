using System.Net;
using FrontDesk.Config.V1;
using FrontDesk.Routing.Access;
using FrontDesk.Routing.Certificates;
using FrontDesk.Routing.Limits;
using FrontDesk.Routing.Listeners;
using FrontDesk.Routing.Matching;
using FrontDesk.Routing.Routes;
using FrontDesk.Routing.Secrets;
using FrontDesk.Routing.Services;
using FrontDesk.Routing.Settings;

namespace FrontDesk.Routing.Snapshots;

/// <summary>
/// One run of the compiler over a change. 1. Each resource is compiled by itself. 2. What was there under its name leaves the tables.
/// 3. Routes enter theirs, which shows what can never be told apart. 4. References are checked. 5. The new snapshot is
/// made, or, where there are problems, none.
/// </summary>
internal sealed class Compilation
{
    private readonly SnapshotModel _before;
    private readonly List<Problem> _problems = [];
    private readonly PersistentMap<ListenerModel>.Draft _listeners;
    private readonly PersistentMap<CertificateModel>.Draft _certificates;
    private readonly NamedDraft<ServiceModel> _services;
    private readonly NamedDraft<AccessModel> _access;
    private readonly NamedDraft<LimitModel> _limits;
    private readonly PersistentMap<RouteModel>.Draft _routes;
    private readonly PersistentMap<SecretUse>.Draft _secrets;
    private readonly HostTables.Draft _hosts;
    private readonly Dictionary<string, RouteModel> _newRoutes = new(StringComparer.Ordinal);
    private ServerNames _serverNames;
    private SettingsModel _settings;
    private bool _listenersChanged;
    private bool _settingsChanged;

    public Compilation(SnapshotModel before)
    {
        _before = before;
        _listeners = before.Listeners.Edit();
        _certificates = before.Certificates.Edit();
        _services = new(Kind.Service, "service", before.Services, before.ServiceReferrers);
        _access = new(Kind.Access, "access policy", before.Access, before.AccessReferrers);
        _limits = new(Kind.Limit, "limit", before.Limits, before.LimitReferrers);
        _routes = before.Routes.Edit();
        _secrets = before.Secrets.Edit();
        _hosts = before.Hosts.Edit();
        _serverNames = before.ServerNames;
        _settings = before.Settings;
    }

    /// <summary>Compiles the change.</summary>
    public CompileResult Run(IReadOnlyCollection<ResourceChange> changes)
    {
        foreach (var change in changes)
        {
            Take(change);
        }

        Enter();
        CheckReferences();
        var listeners = _listeners.Seal();
        if (_listenersChanged)
        {
            CheckBinds(listeners);
        }

        if (_problems.Count > 0)
        {
            return new CompileResult(_before, _problems);
        }

        var after = new SnapshotModel
        {
            Listeners = listeners,
            Certificates = _certificates.Seal(),
            Services = _services.Seal(),
            Access = _access.Seal(),
            Limits = _limits.Seal(),
            Routes = _routes.Seal(),
            Secrets = _secrets.Seal(),
            Settings = _settings,
            Hosts = _hosts.Seal(),
            ServerNames = _serverNames,
            ServiceReferrers = _services.SealReferrers(),
            AccessReferrers = _access.SealReferrers(),
            LimitReferrers = _limits.SealReferrers(),
        };
        return new CompileResult(after, []);
    }

    /// <summary>Steps 1 and 2 for one resource.</summary>
    private void Take(in ResourceChange change)
    {
        var (kind, name, resource) = change;
        var problems = new Problems(_problems, kind, name);
        if (resource is not null && ((int)resource.ConfigCase != (int)kind || resource.Name != name))
        {
            problems.Add("", $"The resource's content is not that of the {kind} {name}.");
            return;
        }

        if (SecretUse.NameOf(kind, name) is { } secret)
        {
            _secrets.Set(secret, resource is null ? null : SecretUse.Of(resource));
        }

        switch (kind)
        {
            case Kind.Listener:
                _listenersChanged = true;
                _listeners.Set(name, resource is null ? null : ListenerCompiler.Compile(name, resource.Listener, problems));
                break;
            case Kind.Certificate:
                var certificate = resource is null ? null : CertificateCompiler.Compile(name, resource.Certificate, problems);
                _serverNames = _serverNames.With(_certificates.TryGetValue(name, out var shown) ? shown : null, certificate);
                _certificates.Set(name, certificate);
                break;
            case Kind.Service:
                _services.Set(name, resource is null ? null : ServiceCompiler.Compile(name, resource.Service, problems), problems);
                break;
            case Kind.Access:
                _access.Set(name, resource is null ? null : AccessCompiler.Compile(name, resource.Access, problems), problems);
                break;
            case Kind.Limit:
                _limits.Set(name, resource is null ? null : LimitCompiler.Compile(name, resource.Limit, problems), problems);
                break;
            case Kind.Users or Kind.ApiKeys:
                // Nothing but a name: what they are is a secret's to say.
                break;
            case Kind.Route:
                Leave(name);
                TakeRoute(name, resource is null ? null : RouteCompiler.Compile(name, resource.Route, problems));
                break;
            case Kind.Settings:
                _settingsChanged = true;
                _settings = (resource is null ? null : SettingsCompiler.Compile(name, resource.Settings, problems)) ?? SettingsModel.Default;
                break;
            default:
                problems.Add("", $"Resources of kind {(int)kind} are not supported by this version.");
                break;
        }
    }

    private void TakeRoute(string name, RouteModel? route)
    {
        _routes.Set(name, route);
        if (route is null)
        {
            _newRoutes.Remove(name);
            return;
        }

        _newRoutes[name] = route;
        foreach (var destination in route.Destinations)
        {
            _services.AddReferrer(destination.Service, name);
        }

        if (route.Access is { } policy)
        {
            _access.AddReferrer(policy, name);
        }

        foreach (var limit in route.Limits)
        {
            _limits.AddReferrer(limit, name);
        }
    }

    /// <summary>Step 2 for a route.</summary>
    private void Leave(string name)
    {
        if (!_routes.TryGetValue(name, out var route))
        {
            return;
        }

        foreach (var destination in route.Destinations)
        {
            _services.RemoveReferrer(destination.Service, name);
        }

        if (route.Access is { } policy)
        {
            _access.RemoveReferrer(policy, name);
        }

        foreach (var limit in route.Limits)
        {
            _limits.RemoveReferrer(limit, name);
        }

        foreach (var host in route.Hosts)
        {
            foreach (var path in route.Paths)
            {
                _hosts.Remove(host, path, route);
            }
        }
    }

    /// <summary>Step 3. All that leaves has left, so that two routes may change places in one change.</summary>
    private void Enter()
    {
        var told = new HashSet<(string, string)>();
        foreach (var route in _newRoutes.Values)
        {
            foreach (var host in route.Hosts)
            {
                foreach (var path in route.Paths)
                {
                    if (_hosts.Add(host, path, route) is { } rival && told.Add((route.Name, rival.Name)))
                    {
                        new Problems(_problems, Kind.Route, route.Name).Add(
                            "paths",
                            $"The routes {route.Name} and {rival.Name} can never be told apart: both take {host} {path.Text} under the same conditions and with the same priority.",
                            "Change the path, the conditions or the priority of one of them.");
                    }
                }
            }
        }
    }

    /// <summary>Step 4: what changed routes name must be there, and what went must not be named.</summary>
    private void CheckReferences()
    {
        foreach (var route in _newRoutes.Values)
        {
            var problems = new Problems(_problems, Kind.Route, route.Name);
            for (var i = 0; i < route.Destinations.Length; i++)
            {
                _services.CheckName(route.Destinations[i].Service, $"to[{i}].service", problems);
            }

            CheckAccess(route.Access, "access.policy", problems);
            CheckLimits(route.Limits, problems);
        }

        if (_settingsChanged)
        {
            var problems = new Problems(_problems, Kind.Settings, SettingsCompiler.Name);
            CheckAccess(_settings.Access, "access", problems);
            CheckLimits(_settings.Limits, problems);
        }

        _services.CheckGone(_problems, []);
        _access.CheckGone(_problems, _settings.Access is { } policy ? [policy] : []);
        _limits.CheckGone(_problems, _settings.Limits);
    }

    private void CheckAccess(string? policy, string field, Problems problems)
    {
        if (policy is not null)
        {
            _access.CheckName(policy, field, problems);
        }
    }

    private void CheckLimits(string[] limits, Problems problems)
    {
        for (var i = 0; i < limits.Length; i++)
        {
            _limits.CheckName(limits[i], $"limits[{i}]", problems);
        }
    }

    /// <summary>Step 4 for listeners. There are few, so all are looked at.</summary>
    private void CheckBinds(PersistentMap<ListenerModel> listeners)
    {
        var taken = new Dictionary<(IPAddress?, int), ListenerModel>();
        foreach (var listener in listeners.Entries.Select(static entry => entry.Value).OrderBy(static listener => listener.Name, StringComparer.Ordinal))
        {
            if (!taken.TryAdd((listener.Address, listener.Port), listener))
            {
                new Problems(_problems, Kind.Listener, listener.Name).Add(
                    "bind", $"The listener {taken[(listener.Address, listener.Port)].Name} binds the same address and port.", "Give one of them another port.");
            }
        }
    }
}
