using FrontDesk.Routing.Routes;
using Microsoft.Extensions.Primitives;

namespace FrontDesk.Edge.Transforms;

/// <summary>Carries out a route's changes to headers.</summary>
internal static class HeaderChanges
{
    /// <summary>Applies them in the order: remove, set, add.</summary>
    public static void Apply(HeaderChangesModel changes, IHeaderDictionary headers)
    {
        foreach (var name in changes.Remove)
        {
            headers.Remove(name);
        }

        foreach (var (name, value) in changes.Set)
        {
            headers[name] = value;
        }

        foreach (var (name, value) in changes.Add)
        {
            headers[name] = StringValues.Concat(headers[name], value);
        }
    }
}
