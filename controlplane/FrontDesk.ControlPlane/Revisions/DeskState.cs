using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using FrontDesk.Config.V1;
using FrontDesk.Configuration;
using FrontDesk.Routing.Snapshots;

namespace FrontDesk.ControlPlane.Revisions;

/// <summary>
/// The whole configuration at one revision: immutable, and persistent, so that the next one costs what the change costs. Messages
/// that it hands out are shared: nobody may change them.
/// </summary>
internal sealed class DeskState : IConfigurationView
{
    private readonly ImmutableDictionary<Kind, PersistentMap<DeskEntry>> _kinds;
    private readonly ImmutableDictionary<string, int> _groups;
    private readonly ScopeCache _scopes;

    private DeskState(
        DeskHead head,
        ScopeDigest digest,
        ImmutableDictionary<Kind, PersistentMap<DeskEntry>> kinds,
        ImmutableDictionary<string, int> groups,
        ScopeCache? scopes,
        IReadOnlyList<EntryChange> changes)
    {
        Head = head;
        Digest = digest;
        _kinds = kinds;
        _groups = groups;
        _scopes = scopes ?? new ScopeCache(this);
        Changes = changes;
    }

    /// <summary>Where in the history this is. For a state that <see cref="With"/> made: where it was made from.</summary>
    public DeskHead Head { get; }

    /// <summary>The digest over all resources.</summary>
    public ScopeDigest Digest { get; }

    /// <summary>The number of resources.</summary>
    public int Count => _kinds.Values.Sum(kind => kind.Count);

    /// <summary>The groups that resources name, in no order.</summary>
    public IEnumerable<string> Groups => _groups.Keys;

    /// <summary>All resources as they are stored, in no order.</summary>
    public IEnumerable<StoredResource> Stored => Entries.Select(entry => entry.Stored);

    /// <summary>The scopes that differ: that of groups which no resource names (its group is the empty name), and one for each named group.</summary>
    public IEnumerable<ScopeState> Scopes => Groups.Prepend("").Select(Scope);

    /// <summary>All resources, in no order.</summary>
    public IEnumerable<DeskEntry> Entries => _kinds.Values.SelectMany(kind => kind.Entries).Select(entry => entry.Value);

    /// <summary>What <see cref="With"/> changed to make this state; empty for one that was read from a snapshot.</summary>
    public IReadOnlyList<EntryChange> Changes { get; }

    /// <summary>The configuration without resources.</summary>
    public static DeskState Empty(DeskHead head) =>
        new(head, ScopeDigest.Empty, ImmutableDictionary<Kind, PersistentMap<DeskEntry>>.Empty, ImmutableDictionary<string, int>.Empty, scopes: null, []);

    /// <summary>Finds one resource as it is stored.</summary>
    public bool TryGetStored(Kind kind, string name, [MaybeNullWhen(false)] out StoredResource resource)
    {
        resource = Find(kind, name)?.Stored;
        return resource is not null;
    }

    /// <summary>Finds one resource, parsed anew at each call.</summary>
    public bool TryGet(Kind kind, string name, [MaybeNullWhen(false)] out Resource resource)
    {
        resource = TryGetStored(kind, name, out var stored) ? Resource.Parser.ParseFrom(stored.Resource) : null;
        return resource is not null;
    }

    /// <summary>All resources of a kind, in no order, each parsed when it is reached.</summary>
    public IEnumerable<Resource> All(Kind kind) =>
        _kinds.TryGetValue(kind, out var entries) ? entries.Entries.Select(entry => Resource.Parser.ParseFrom(entry.Value.Stored.Resource)) : [];

    /// <summary>
    /// The routes that refer to a service, from the tables of the compiled scopes: costs what they do. In a state that does not compile it
    /// is what referred before, and what the change itself put is not among them.
    /// </summary>
    public IEnumerable<Resource> RoutesTo(string service)
    {
        foreach (var name in Scopes.SelectMany(scope => scope.Model.RoutesTo(service)).Distinct())
        {
            if (TryGet(Kind.Route, name, out var route))
            {
                yield return route;
            }
        }
    }

    /// <summary>
    /// What the group receives. The first call for a group looks at everything; from then on its scope follows each change. All groups
    /// that no resource names have one scope in common.
    /// </summary>
    public ScopeState Scope(string group) => _scopes.Get(IsNamed(group) ? group : "");

    /// <summary>Whether a resource names the group.</summary>
    public bool IsNamed(string group) => _groups.ContainsKey(group);

    /// <summary>
    /// The state with a change made, for checks and dry runs; this one stays as it is. This state's scopes are compiled for it, if
    /// they are not yet; those of the new state are then compiled at the cost of the change.
    /// </summary>
    /// <param name="operations">At most one per resource.</param>
    public DeskState With(IReadOnlyList<Operation> operations)
    {
        foreach (var scope in Scopes)
        {
            _ = scope.Model;
        }

        return Follow(operations, Head);
    }

    /// <summary>The state that a revision leads to, at its place in the history.</summary>
    public DeskState Follow(IReadOnlyList<Operation> operations, DeskHead head)
    {
        // 1. Resources.
        var kinds = _kinds.ToBuilder();
        var digest = Digest;
        var changes = new List<EntryChange>(operations.Count);
        var parsed = new List<Resource?>(operations.Count);
        foreach (var operation in operations)
        {
            var (kind, name) = KeyOf(operation);
            var before = kinds.TryGetValue(kind, out var entries) && entries.TryGetValue(name, out var there) ? there : null;
            var resource = operation.Put is { } put ? Resource.Parser.ParseFrom(put.Resource) : null;
            var after = resource is null ? null : new DeskEntry(operation.Put, [.. resource.Groups]);
            if (before is null && after is null)
            {
                continue;
            }

            entries ??= PersistentMap<DeskEntry>.Empty;
            kinds[kind] = after is null ? entries.Remove(name) : entries.Set(name, after);
            digest = before is null ? digest : digest.Remove(before.Stored);
            digest = after is null ? digest : digest.Add(after.Stored);
            changes.Add(new EntryChange(kind, name, before, after));
            parsed.Add(resource);
        }

        // 2. How many resources name each group.
        var groups = _groups.ToBuilder();
        foreach (var change in changes)
        {
            CountGroups(groups, change.Before, -1);
            CountGroups(groups, change.After, +1);
        }

        // 3. The scopes that were built follow.
        var next = new DeskState(head, digest, kinds.ToImmutable(), groups.ToImmutable(), scopes: null, changes);
        next._scopes.Follow(_scopes, next.Groups, parsed);
        return next;
    }

    /// <summary>The operations that lead to another state: only what differs.</summary>
    public IReadOnlyList<Operation> OperationsTo(DeskState other)
    {
        var operations = new List<Operation>();
        foreach (var stored in other.Stored)
        {
            if (!TryGetStored(stored.Kind, stored.Name, out var here) || here.Resource != stored.Resource)
            {
                operations.Add(new Operation { Put = stored });
            }
        }

        operations.AddRange(Stored
            .Where(stored => !other.TryGetStored(stored.Kind, stored.Name, out _))
            .Select(stored => new Operation { Delete = new ResourceKey { Kind = stored.Kind, Name = stored.Name } }));
        return operations;
    }

    /// <summary>Whether this state is what <see cref="With"/> gives for these operations.</summary>
    public bool IsMadeBy(IReadOnlyList<Operation> operations) =>
        operations.Count == Changes.Count && operations.Zip(Changes).All(pair => KeyOf(pair.First) == (pair.Second.Kind, pair.Second.Name) && Equals(pair.First.Put, pair.Second.After?.Stored));

    /// <summary>The same configuration at another place in the history.</summary>
    public DeskState At(DeskHead head) => new(head, Digest, _kinds, _groups, _scopes, Changes);

    /// <summary>The same, come from nowhere: <see cref="Changes"/> is empty.</summary>
    public DeskState Settled() => new(Head, Digest, _kinds, _groups, _scopes, []);

    private DeskEntry? Find(Kind kind, string name) =>
        _kinds.TryGetValue(kind, out var entries) && entries.TryGetValue(name, out var entry) ? entry : null;

    private static (Kind Kind, string Name) KeyOf(Operation operation) =>
        operation.Put is { } put ? (put.Kind, put.Name) : (operation.Delete.Kind, operation.Delete.Name);

    private static void CountGroups(ImmutableDictionary<string, int>.Builder groups, DeskEntry? entry, int by)
    {
        foreach (var group in entry?.Groups ?? [])
        {
            var count = groups.GetValueOrDefault(group) + by;
            if (count == 0)
            {
                groups.Remove(group);
            }
            else
            {
                groups[group] = count;
            }
        }
    }
}
