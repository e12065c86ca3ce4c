using FrontDesk.Config.V1;

namespace FrontDesk.Configuration.Defaults;

/// <summary>What the first apply adds where a document leaves it out, so that one line serves a site over TLS.</summary>
public static class DeskDefaults
{
    /// <summary>
    /// Resources to add: listeners `http` (:80, redirecting) and `https` (:443) where there are routes and no listener at all; and, where
    /// there is an https listener then, an internal certificate for each host of a route that no certificate names. The same
    /// configuration always gets the same.
    /// </summary>
    public static IReadOnlyList<Resource> Missing(IConfigurationView configuration) => Missing(configuration, configuration.All(Kind.Route));

    /// <summary>
    /// The same, as far as a change made it missing: at the cost of the change where it touches routes and services only, and leaves
    /// every host with the certificate that was added for it.
    /// </summary>
    /// <param name="configuration">The configuration with the change made.</param>
    /// <param name="changed">The resources put or deleted.</param>
    public static IReadOnlyList<Resource> Missing(IConfigurationView configuration, IReadOnlyCollection<ResourceKey> changed) =>
        changed.Any(key => key.Kind is Kind.Listener or Kind.Certificate)
            ? Missing(configuration)
            : Missing(configuration, changed.Where(key => key.Kind == Kind.Route).Select(key => configuration.TryGet(key.Kind, key.Name, out var route) ? route : null).OfType<Resource>());

    private static List<Resource> Missing(IConfigurationView configuration, IEnumerable<Resource> routes)
    {
        var listeners = configuration.All(Kind.Listener).ToList();
        List<Resource> missing = listeners.Count == 0 && routes.Any() ? [PlainListener(), TlsListener()] : [];
        if (listeners.Concat(missing).Any(listener => listener.Listener.Protocol == Protocol.Https))
        {
            missing.AddRange(MissingCertificates.Of(configuration, routes));
        }

        return missing;
    }

    private static Resource PlainListener() => new()
    {
        Name = "http",
        Listener = new ListenerConfig { Bind = ":80", Protocol = Protocol.Http, RedirectToHttps = new RedirectToHttps { Port = 443 } },
    };

    private static Resource TlsListener() => new() { Name = "https", Listener = new ListenerConfig { Bind = ":443", Protocol = Protocol.Https } };
}
