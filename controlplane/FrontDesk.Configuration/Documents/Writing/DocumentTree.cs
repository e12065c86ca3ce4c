using FrontDesk.Config.V1;
using FrontDesk.Configuration.Documents.Tree;

namespace FrontDesk.Configuration.Documents.Writing;

/// <summary>Turns resources into a document's root: sections in the order of kinds, names in ordinal order.</summary>
internal static class DocumentTree
{
    /// <summary>The root.</summary>
    public static MapNode Of(IEnumerable<Resource> resources)
    {
        var ordered = resources.Where(resource => Sections.ConfigOf(resource) is not null).Order(ResourceOrder.Instance).ToList();
        var folded = FoldedServices(ordered);
        var sections = new List<MapEntry>();
        foreach (var field in Sections.Fields)
        {
            var kind = Sections.KindOf(field);
            var entries = ordered
                .Where(resource => Sections.KindOf(resource) == kind && !(kind == Kind.Service && folded.ContainsKey(resource.Name)))
                .Select(resource => new MapEntry(Text(resource.Name), kind == Kind.Route && folded.TryGetValue(resource.Name, out var url) ? WithUrl(resource, url) : MessageTree.Of(resource)))
                .ToList();
            if (entries.Count > 0)
            {
                sections.Add(new MapEntry(Text(Sections.NameOf(field)), kind == Kind.Settings ? entries[0].Value : new MapNode(entries)));
            }
        }

        return new MapNode(sections);
    }

    /// <summary>URLs of services that can stand in the route of the same name: no other uses them, and reading brings them along just so.</summary>
    private static Dictionary<string, string> FoldedServices(List<Resource> resources)
    {
        var services = resources.Where(resource => resource.Service is { Endpoints: [{ HasWeight: false }] }).ToDictionary(resource => resource.Name);
        var uses = resources.SelectMany(resource => resource.Route?.To ?? []).CountBy(destination => destination.Service).ToDictionary();
        var folded = new Dictionary<string, string>();
        foreach (var route in resources)
        {
            if (route.Route is { To: [{ HasWeight: false } only], Hosts.Count: > 0 } && only.Service == route.Name && uses[route.Name] == 1
                && services.TryGetValue(route.Name, out var service) && ServiceOfUrl.IsUrl(service.Service.Endpoints[0].Url)
                && service.Equals(ServiceOfUrl.Extract(RouteTo(route, service.Service.Endpoints[0].Url))))
            {
                folded.Add(route.Name, service.Service.Endpoints[0].Url);
            }
        }

        return folded;
    }

    private static DocumentNode WithUrl(Resource route, string url)
    {
        var node = (MapNode)MessageTree.Of(RouteTo(route, url));
        var isBare = node.Entries.Count == 2 && route.Route.Hosts is [var host] && host == route.Name && host.Contains('.', StringComparison.Ordinal);
        return isBare ? node.Find("to")!.Value.Value : node;
    }

    private static Resource RouteTo(Resource route, string url)
    {
        var copy = route.Clone();
        copy.Route.To[0].Service = url;
        return copy;
    }

    private static ScalarNode Text(string text) => new(text, isPlain: false);
}
