using FrontDesk.Config.V1;

namespace FrontDesk.ControlPlane.Revisions;

/// <summary>The scopes of one state that somebody asked for.</summary>
internal sealed class ScopeCache(DeskState state)
{
    private readonly Lock _building = new();
    private readonly Dictionary<string, ScopeState> _scopes = [];

    /// <summary>The scope of a group; the empty name for all groups that no resource names.</summary>
    public ScopeState Get(string group)
    {
        lock (_building)
        {
            if (!_scopes.TryGetValue(group, out var scope))
            {
                _scopes[group] = scope = ScopeState.Build(group, state);
            }

            return scope;
        }
    }

    /// <summary>Takes over what the state before had built. A group that is named for the first time was in the common scope until now.</summary>
    public void Follow(ScopeCache before, IEnumerable<string> groups, IReadOnlyList<Resource?> after)
    {
        Dictionary<string, ScopeState> built;
        lock (before._building)
        {
            built = new(before._scopes);
        }

        foreach (var group in groups.Prepend(""))
        {
            if (built.TryGetValue(group, out var scope) || (!before.Names(group) && built.TryGetValue("", out scope)))
            {
                _scopes[group] = scope.Follow(group, state, state.Changes, after);
            }
        }
    }

    private bool Names(string group) => state.IsNamed(group);
}
