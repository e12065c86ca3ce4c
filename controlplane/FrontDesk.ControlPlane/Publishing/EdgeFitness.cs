using FrontDesk.Config.V1;
using FrontDesk.ControlPlane.Revisions;
using FrontDesk.Routing.Features;

namespace FrontDesk.ControlPlane.Publishing;

/// <summary>
/// Whether an edge understands all of what it would be sent. One that does not is kept where it is: it would take the bytes, and overlook what it
/// has no word for. Looks at what changed only, as long as nothing stood in the way. Used by the writing side alone.
/// </summary>
internal sealed class EdgeFitness(FeatureSet features, Desk desk, string group)
{
    private uint _revision;
    private StoredResource? _obstacle;
    private string? _objection;

    /// <summary>Why the edge must not be brought to a state; null where it may.</summary>
    public string? Objection(DeskState state)
    {
        if (features.IsComplete || _revision == state.Head.Revision)
        {
            return _objection;
        }

        // What stood in the way may do so still.
        if (_obstacle is { } obstacle && state.TryGetStored(obstacle.Kind, obstacle.Name, out var there) && there.Equals(obstacle))
        {
            return _objection;
        }

        var changed = _objection is null && _revision > 0 && _revision < state.Head.Revision ? desk.OperationsBetween(_revision, state.Head.Revision, group) : null;
        (_revision, _obstacle, _objection) = (state.Head.Revision, null, null);
        foreach (var stored in changed?.Select(operation => operation.Put).OfType<StoredResource>() ?? state.Scope(group).Resources)
        {
            if (features.Lacks(Resource.Parser.ParseFrom(stored.Resource)) is { } lacking)
            {
                (_obstacle, _objection) = (stored, $"its version does not know `{lacking}` of {stored.Kind.ToString().ToLowerInvariant()} {stored.Name}; upgrade this edge");
                break;
            }
        }

        return _objection;
    }
}
