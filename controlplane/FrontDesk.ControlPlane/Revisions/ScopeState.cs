using FrontDesk.Config.V1;
using FrontDesk.Routing.Snapshots;

namespace FrontDesk.ControlPlane.Revisions;

/// <summary>What one group receives at one revision: the resources without groups and those that name it.</summary>
internal sealed class ScopeState
{
    private readonly DeskState _desk;
    private readonly Lazy<CompileResult> _compiled;

    private ScopeState(string group, DeskState desk, ScopeDigest digest, CompileResult? compiled)
    {
        Group = group;
        _desk = desk;
        Digest = digest;
        _compiled = compiled is not null ? new(compiled) : new(CompileAll);
    }

    /// <summary>The group; empty for the scope of all groups that no resource names.</summary>
    public string Group { get; }

    /// <summary>The digest over its resources.</summary>
    public ScopeDigest Digest { get; }

    /// <summary>Its resources, compiled: all of them at the first call, what changed from then on. Where <see cref="Problems"/> holds errors: what was before.</summary>
    public SnapshotModel Model => _compiled.Value.Model;

    /// <summary>What the compiler found wrong; empty for everything that was committed.</summary>
    public IReadOnlyList<Problem> Problems => _compiled.Value.Problems;

    /// <summary>Its resources, in no order.</summary>
    public IEnumerable<StoredResource> Resources => _desk.Entries.Where(entry => entry.IsIn(Group)).Select(entry => entry.Stored);

    /// <summary>Builds the scope of a group from all there is.</summary>
    public static ScopeState Build(string group, DeskState desk)
    {
        var digest = ScopeDigest.Empty;
        foreach (var entry in desk.Entries)
        {
            digest = entry.IsIn(group) ? digest.Add(entry.Stored) : digest;
        }

        return new ScopeState(group, desk, digest, compiled: null);
    }

    /// <summary>The scope after a change, at the cost of the change. The group may be another one than before where it was in this scope.</summary>
    public ScopeState Follow(string group, DeskState next, IReadOnlyList<EntryChange> changes, IReadOnlyList<Resource?> after)
    {
        var digest = Digest;
        var here = new List<ResourceChange>();
        for (var i = 0; i < changes.Count; i++)
        {
            var change = changes[i];
            var was = change.Before?.IsIn(Group) == true;
            var isNow = change.After?.IsIn(group) == true;
            digest = was ? digest.Remove(change.Before!.Stored) : digest;
            digest = isNow ? digest.Add(change.After!.Stored) : digest;
            if (was || isNow)
            {
                here.Add(new ResourceChange(change.Kind, change.Name, isNow ? after[i] : null));
            }
        }

        return new ScopeState(group, next, digest, FollowCompiled(here));
    }

    // Only what compiled can be built on; what was never asked for is not compiled now either.
    private CompileResult? FollowCompiled(List<ResourceChange> changes)
    {
        if (!_compiled.IsValueCreated || !_compiled.Value.Succeeded)
        {
            return null;
        }

        return changes.Count == 0 ? _compiled.Value : Model.Apply(changes);
    }

    private CompileResult CompileAll() =>
        SnapshotModel.Empty.Apply([.. Resources.Select(stored => new ResourceChange(stored.Kind, stored.Name, Resource.Parser.ParseFrom(stored.Resource)))]);
}
