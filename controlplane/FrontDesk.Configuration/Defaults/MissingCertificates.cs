using FrontDesk.Config.V1;
using FrontDesk.Configuration.Validation;

namespace FrontDesk.Configuration.Defaults;

/// <summary>Finds the hosts that no certificate names.</summary>
internal static class MissingCertificates
{
    /// <summary>An internal certificate for each such host, by host, for the groups that receive its routes.</summary>
    public static List<Resource> Of(IConfigurationView configuration, IEnumerable<Resource> routes)
    {
        var wanted = Wanted(configuration, routes);
        var missing = new List<Resource>();
        if (wanted.Count == 0)
        {
            return missing;
        }

        var named = Names(configuration);
        var taken = new HashSet<string>();
        foreach (var (host, reach) in wanted)
        {
            var own = named.GetValueOrDefault(host);
            var lacking = reach.Without(own).Without(host.StartsWith('*') ? default : named.GetValueOrDefault(WildcardOf(host)));

            // Everywhere but in some groups cannot be said; a second certificate for the name would collide with the first there.
            if (!lacking.IsEmpty && !(lacking.IsEverywhere && !own.IsEmpty))
            {
                missing.Add(Certificate(FreeName(configuration, host, taken), host, lacking));
            }
        }

        return missing;
    }

    /// <summary>The routes' hosts with their reach, but for those whose certificate is found by its usual name.</summary>
    private static SortedDictionary<string, Reach> Wanted(IConfigurationView configuration, IEnumerable<Resource> routes)
    {
        var wanted = new SortedDictionary<string, Reach>(StringComparer.Ordinal);
        foreach (var route in routes)
        {
            var reach = Reach.Of(route);
            foreach (var host in route.Route.Hosts)
            {
                if (CanBeNamed(host) && !IsCovered(configuration, host, reach))
                {
                    wanted[host] = wanted.GetValueOrDefault(host).With(reach);
                }
            }
        }

        return wanted;
    }

    private static bool IsCovered(IConfigurationView configuration, string host, Reach reach) =>
        configuration.TryGet(Kind.Certificate, NameFor(host), out var certificate)
        && certificate.Certificate.Names.Contains(host)
        && reach.IsWithin(Reach.Of(certificate));

    /// <summary>Where each name is shown already.</summary>
    private static Dictionary<string, Reach> Names(IConfigurationView configuration)
    {
        var named = new Dictionary<string, Reach>();
        foreach (var certificate in configuration.All(Kind.Certificate))
        {
            foreach (var name in certificate.Certificate.Names)
            {
                named[name] = named.GetValueOrDefault(name).With(Reach.Of(certificate));
            }
        }

        return named;
    }

    /// <summary>The default route's `*` and addresses have no name to be asked for by (RFC 6066 §3); what is no host is told elsewhere.</summary>
    private static bool CanBeNamed(string host) =>
        host.Length > 0 && !char.IsAsciiDigit(host[^1]) && HostNames.IsName(host.StartsWith("*.", StringComparison.Ordinal) ? host[2..] : host) && EnvelopeRules.IsName(NameFor(host));

    /// <summary>The name of a certificate that also fits: `*` for the first label (RFC 6125 §6.4.3).</summary>
    private static string WildcardOf(string host) => host.IndexOf('.', StringComparison.Ordinal) is var dot and > 0 ? $"*{host[dot..]}" : host;

    private static string NameFor(string host) => host.StartsWith("*.", StringComparison.Ordinal) ? $"wildcard.{host[2..]}" : host;

    private static string FreeName(IConfigurationView configuration, string host, HashSet<string> taken)
    {
        var name = NameFor(host);
        for (var number = 2; configuration.TryGet(Kind.Certificate, name, out _) || !taken.Add(name); number++)
        {
            name = $"{NameFor(host)}-{number}";
        }

        return name;
    }

    private static Resource Certificate(string name, string host, Reach reach)
    {
        var certificate = new Resource { Name = name, Certificate = new CertificateConfig { Names = { host }, Internal = new InternalIssuer() } };
        certificate.Groups.Add(reach.Groups);
        return certificate;
    }
}
