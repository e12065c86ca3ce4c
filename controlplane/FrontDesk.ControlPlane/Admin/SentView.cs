using System.Diagnostics.CodeAnalysis;
using FrontDesk.Config.V1;
using FrontDesk.Configuration;
using FrontDesk.ControlPlane.Revisions;

namespace FrontDesk.ControlPlane.Admin;

/// <summary>A state in which some certificates still have the keys that they were sent with, so that the validator can check these.</summary>
internal sealed class SentView(DeskState state, IReadOnlyDictionary<string, Resource> certificates) : IConfigurationView
{
    /// <inheritdoc/>
    public bool TryGet(Kind kind, string name, [MaybeNullWhen(false)] out Resource resource) =>
        (kind == Kind.Certificate && certificates.TryGetValue(name, out resource)) || state.TryGet(kind, name, out resource);

    /// <inheritdoc/>
    public IEnumerable<Resource> All(Kind kind) => state.All(kind);

    /// <inheritdoc/>
    public IEnumerable<Resource> RoutesTo(string service) => state.RoutesTo(service);
}
