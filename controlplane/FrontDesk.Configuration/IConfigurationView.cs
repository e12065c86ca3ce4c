using System.Diagnostics.CodeAnalysis;
using FrontDesk.Config.V1;

namespace FrontDesk.Configuration;

/// <summary>A whole configuration to be looked at: the control plane's desk after a change, or the documents of a CLI.</summary>
public interface IConfigurationView
{
    /// <summary>Finds one resource.</summary>
    bool TryGet(Kind kind, string name, [MaybeNullWhen(false)] out Resource resource);

    /// <summary>All resources of a kind, in no order.</summary>
    IEnumerable<Resource> All(Kind kind);

    /// <summary>At least all routes that refer to a service, in no order. All there are, unless a view knows better.</summary>
    IEnumerable<Resource> RoutesTo(string service) => All(Kind.Route);
}
