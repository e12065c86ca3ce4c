using System.Diagnostics.CodeAnalysis;
using FrontDesk.Config.V1;
using FrontDesk.Configuration;
using FrontDesk.ControlPlane.Revisions;

namespace FrontDesk.ControlPlane.Admin;

/// <summary>A state with what is wanted laid over it, before anything is made of it.</summary>
internal sealed class WantedView(DeskState state, IReadOnlyDictionary<Slot, Resource?> wanted) : IConfigurationView
{
    /// <inheritdoc/>
    public bool TryGet(Kind kind, string name, [MaybeNullWhen(false)] out Resource resource)
    {
        if (wanted.TryGetValue(new Slot(kind, name), out var want))
        {
            resource = want;
            return want is not null;
        }

        return state.TryGet(kind, name, out resource);
    }

    /// <inheritdoc/>
    public IEnumerable<Resource> All(Kind kind) => state.All(kind)
        .Where(resource => !wanted.ContainsKey(new Slot(kind, resource.Name)))
        .Concat(wanted.Where(want => want.Key.Kind == kind).Select(want => want.Value).OfType<Resource>());
}
