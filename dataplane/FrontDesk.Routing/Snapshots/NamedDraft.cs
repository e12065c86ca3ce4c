using FrontDesk.Config.V1;

namespace FrontDesk.Routing.Snapshots;

/// <summary>
/// Resources of a kind that others name (services, limits), being changed: which are there, which went, and who names them. For one thread.
/// </summary>
internal sealed class NamedDraft<TModel>(Kind kind, string noun, PersistentMap<TModel> models, Referrers referrers)
    where TModel : class
{
    /// <summary>How many referring routes a problem names.</summary>
    private const int MaxNamed = 3;

    private readonly PersistentMap<TModel>.Draft _models = models.Edit();
    private readonly Referrers.Draft _referrers = referrers.Edit();
    private readonly HashSet<string> _gone = new(StringComparer.Ordinal);
    private readonly HashSet<string> _broken = new(StringComparer.Ordinal);

    /// <summary>Takes a resource in: its model, or null where it goes or is broken, which the problems tell apart.</summary>
    public void Set(string name, TModel? model, Problems problems)
    {
        _models.Set(name, model);
        _ = model is not null ? _gone.Remove(name) : problems.None ? _gone.Add(name) : _broken.Add(name);
    }

    /// <summary>A route names a resource.</summary>
    public void AddReferrer(string name, string route) => _referrers.Add(name, route);

    /// <summary>A route no longer names a resource.</summary>
    public void RemoveReferrer(string name, string route) => _referrers.Remove(name, route);

    /// <summary>Tells where a name names nothing. What went or is broken is told of by itself.</summary>
    public void CheckName(string name, string field, Problems problems)
    {
        if (!_models.TryGetValue(name, out _) && !_gone.Contains(name) && !_broken.Contains(name))
        {
            problems.Add(field, $"There is no {noun} {name}.", $"Add the {noun}, or name another.");
        }
    }

    /// <summary>Tells of those that went and are named still.</summary>
    /// <param name="all">Where problems go.</param>
    /// <param name="settings">What the settings name.</param>
    public void CheckGone(List<Problem> all, IEnumerable<string> settings)
    {
        foreach (var name in _gone)
        {
            var routes = _referrers.Of(name);
            var users = settings.Contains(name, StringComparer.Ordinal) ? "the settings" : routes.Count > 0 ? Listing(routes) : null;
            if (users is not null)
            {
                new Problems(all, kind, name).Add("", $"The {noun} {name} is still used by {users}.", "Change or delete what uses it in the same change.");
            }
        }
    }

    /// <summary>The resources with the changes made.</summary>
    public PersistentMap<TModel> Seal() => _models.Seal();

    /// <summary>Who names them with the changes made.</summary>
    public Referrers SealReferrers() => _referrers.Seal();

    private static string Listing(PersistentMap<string> routes)
    {
        var names = string.Join(", ", routes.Entries.Take(MaxNamed).Select(static entry => entry.Key).Order(StringComparer.Ordinal));
        return routes.Count switch
        {
            1 => $"the route {names}",
            <= MaxNamed => $"the routes {names}",
            _ => $"{routes.Count} routes, among them {names}",
        };
    }
}
