using System.Runtime.CompilerServices;
using FrontDesk.Routing.Access;
using FrontDesk.Routing.Certificates;
using FrontDesk.Routing.Limits;
using FrontDesk.Routing.Listeners;
using FrontDesk.Routing.Matching;
using FrontDesk.Routing.Routes;
using FrontDesk.Routing.Secrets;
using FrontDesk.Routing.Services;
using FrontDesk.Routing.Settings;
using FrontDesk.Routing.Targets;

namespace FrontDesk.Routing.Snapshots;

/// <summary>
/// The whole configuration of one scope, compiled: immutable, so that a request which holds one sees one revision from its first
/// rule to its last. A change makes a new one that shares everything the change did not touch.
/// </summary>
public sealed class SnapshotModel
{
    private const int StackLimit = 512;

    internal SnapshotModel()
    {
    }

    /// <summary>The snapshot of nothing.</summary>
    public static SnapshotModel Empty { get; } = new();

    /// <summary>Listeners by name.</summary>
    public PersistentMap<ListenerModel> Listeners { get; internal init; } = PersistentMap<ListenerModel>.Empty;

    /// <summary>Certificates by name.</summary>
    public PersistentMap<CertificateModel> Certificates { get; internal init; } = PersistentMap<CertificateModel>.Empty;

    /// <summary>Services by name.</summary>
    public PersistentMap<ServiceModel> Services { get; internal init; } = PersistentMap<ServiceModel>.Empty;

    /// <summary>Access policies by name.</summary>
    public PersistentMap<AccessModel> Access { get; internal init; } = PersistentMap<AccessModel>.Empty;

    /// <summary>Limits by name.</summary>
    public PersistentMap<LimitModel> Limits { get; internal init; } = PersistentMap<LimitModel>.Empty;

    /// <summary>Routes by name.</summary>
    public PersistentMap<RouteModel> Routes { get; internal init; } = PersistentMap<RouteModel>.Empty;

    /// <summary>The secrets that resources use, by the name that the secret of such a resource has.</summary>
    public PersistentMap<SecretUse> Secrets { get; internal init; } = PersistentMap<SecretUse>.Empty;

    /// <summary>The settings; defaults where none are configured.</summary>
    public SettingsModel Settings { get; internal init; } = SettingsModel.Default;

    /// <summary>Routes by host and path.</summary>
    internal HostTables Hosts { get; init; } = HostTables.Empty;

    /// <summary>Certificates by server name.</summary>
    internal ServerNames ServerNames { get; init; } = ServerNames.Empty;

    /// <summary>Routes by the services that they name.</summary>
    internal Referrers ServiceReferrers { get; init; } = Referrers.Empty;

    /// <summary>Routes by the access policies that they name.</summary>
    internal Referrers AccessReferrers { get; init; } = Referrers.Empty;

    /// <summary>Routes by the limits that they name.</summary>
    internal Referrers LimitReferrers { get; init; } = Referrers.Empty;

    /// <summary>
    /// Compiles a change: all of it or, with the problems told, none of it. Costs what the change costs, not what the whole does.
    /// </summary>
    public CompileResult Apply(IReadOnlyCollection<ResourceChange> changes) => new Compilation(this).Run(changes);

    /// <summary>The route that a request takes; null where none matches. Allocates nothing.</summary>
    public RouteModel? Match<TRequest>(in TRequest request)
        where TRequest : struct, IRequestFacts, allows ref struct
    {
        // The facts are read through one reference: calls on an `in` parameter would copy them each time.
        ref var facts = ref Unsafe.AsRef(in request);
        var path = facts.Path.AsSpan();
        return PathView.IsNeeded(path) ? MatchView(path, ref facts) : Hosts.Match(path, ref facts);
    }

    /// <summary>The certificate for a server name (normalised): exact, then wildcard of one label; null where none fits.</summary>
    public CertificateModel? FindCertificate(ReadOnlySpan<char> serverName) => ServerNames.Find(serverName);

    /// <summary>The names of the routes that refer to a service, in no order.</summary>
    public IEnumerable<string> RoutesTo(string service) => ServiceReferrers.Of(service).Entries.Select(static entry => entry.Key);

    private RouteModel? MatchView<TRequest>(ReadOnlySpan<char> path, ref TRequest facts)
        where TRequest : struct, IRequestFacts, allows ref struct
    {
        var view = path.Length <= StackLimit ? stackalloc char[StackLimit] : new char[path.Length];
        return Hosts.Match(view[..PathView.Write(path, view)], ref facts);
    }
}
