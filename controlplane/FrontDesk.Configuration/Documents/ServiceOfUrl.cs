using FrontDesk.Config.V1;

namespace FrontDesk.Configuration.Documents;

/// <summary>
/// The shorthand of a route that goes to a URL: `shop.example.com: http://10.0.0.11:9000`. It brings a service of its own, named like
/// the route, and is its own host where it names none.
/// </summary>
internal static class ServiceOfUrl
{
    /// <summary>Takes the URL out of a route, which then refers to the service that is returned; null where there is no URL.</summary>
    public static Resource? Extract(Resource route)
    {
        var config = route.Route;
        if (config is not { To: [{ HasWeight: false } only] } || !IsUrl(only.Service))
        {
            return null;
        }

        var service = new Resource { Name = route.Name, Service = new ServiceConfig { Endpoints = { new Endpoint { Url = only.Service } } } };
        service.Groups.Add(route.Groups);
        service.Labels.Add(route.Labels);
        only.Service = route.Name;
        if (config.Hosts.Count == 0 && route.Name.Contains('.', StringComparison.Ordinal))
        {
            config.Hosts.Add(route.Name);
        }

        return service;
    }

    /// <summary>Whether the text is a URL and so no name of a service, which has no colon.</summary>
    public static bool IsUrl(string text) => text.Contains(':', StringComparison.Ordinal);
}
