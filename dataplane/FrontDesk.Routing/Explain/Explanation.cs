using System.Globalization;
using FrontDesk.Admin.V1;
using FrontDesk.Routing.Access;
using FrontDesk.Routing.Certificates;
using FrontDesk.Routing.Cors;
using FrontDesk.Routing.Listeners;
using FrontDesk.Routing.Routes;
using FrontDesk.Routing.Snapshots;
using FrontDesk.Routing.Targets;

namespace FrontDesk.Routing.Explain;

/// <summary>
/// One request, thought through in the order of an edge: 1. listener, 2. certificate, 3. normal form, 4. the listener's
/// redirect, 5. route, 6. preflights, 7. access, 8. limits, 9. what answers. Each step adds its reasons; the first that decides ends it.
/// </summary>
internal sealed class Explanation(SnapshotModel snapshot, ExplainRequest request, ExplainedUrl url, DateTimeOffset now)
{
    private readonly ExplainResponse _answer = new();

    /// <summary>Takes the steps.</summary>
    public ExplainResponse Run()
    {
        var listener = FindListener();
        CertificateModel? certificate = null;
        if (url.Scheme == "https" && !TryFindCertificate(out certificate))
        {
            return _answer;
        }

        // A client that names another Host than its URL's (`-H 'Host: x'`) still connects to the URL's.
        var authority = HeaderOf("Host") ?? url.Authority;
        if (!TryNormalise(authority, out var facts))
        {
            return _answer;
        }

        if (certificate is not null && ServerName != facts.Host && !certificate.Covers(facts.Host))
        {
            return Own(421, $"The certificate {certificate.Name} is not for {facts.Host}, so a connection that shows it is not for that host.");
        }

        if (listener is { RedirectPort: > 0 })
        {
            var port = listener.RedirectPort == 443 ? "" : string.Create(CultureInfo.InvariantCulture, $":{listener.RedirectPort}");
            return Redirect(listener.RedirectStatus, $"https://{facts.Host}{port}{facts.Path}{url.Query}", $"The listener {listener.Name} redirects to https.");
        }

        var route = snapshot.Match(facts);
        var losers = new Losers(snapshot, facts, route);
        _answer.Losers.AddRange(losers.All());
        if (route is not null)
        {
            _answer.Route = route.Name;
            Because($"The route {route.Name} matches, by the host {losers.HostOf(route)} and the path {losers.PathOf(route)}.");
        }

        if (route?.Cors is { } cors && CorsModel.IsPreflight(facts.Method, HeaderOf(CorsModel.OriginName), HeaderOf(CorsModel.RequestMethodName)))
        {
            var origin = HeaderOf(CorsModel.OriginName)!;
            return Own(204, $"The route {route.Name} answers preflights itself; scripts of {origin} may {(cors.Allows(origin) ? "" : "not ")}use it.");
        }

        var access = new ExplainedAccess(snapshot, facts, ExplainedClient.Of(request), now, Because);
        _answer.Access = access.Decision;
        if (access.Refusing(route) is { } policy)
        {
            return Refused(policy, facts);
        }

        ExplainedLimits.Tell(snapshot, request, route, Because);
        return route is null ? NoRoute(facts) : Answer(route, facts, authority);
    }

    private string? ServerName => HostName.TryNormalise(url.Authority, out var host) ? host : null;

    private string? HeaderOf(string name) => request.Headers.FirstOrDefault(header => header.Name.Equals(name, StringComparison.OrdinalIgnoreCase))?.Value;

    private ListenerModel? FindListener()
    {
        var wanted = url.Scheme == "https" ? Config.V1.Protocol.Https : Config.V1.Protocol.Http;
        var fitting = snapshot.Listeners.Entries.Select(static entry => entry.Value)
            .Where(listener => listener.Protocol == wanted).OrderBy(static listener => listener.Name, StringComparer.Ordinal).ToList();
        var listener = fitting.Find(listener => listener.Port == url.Port) ?? (url.HasPort ? null : fitting.FirstOrDefault());
        _answer.Listener = listener?.Name ?? "";
        Because(
            listener is null ? $"No listener accepts {url.Scheme} on port {url.Port}: a client would not get here."
            : listener.Port == url.Port ? $"The listener {listener.Name} accepts {url.Scheme} on port {listener.Port}."
            : $"The listener {listener.Name} accepts {url.Scheme}, on port {listener.Port}; the URL names no port.");
        return listener;
    }

    private bool TryFindCertificate(out CertificateModel? certificate)
    {
        certificate = ServerName is { } name ? snapshot.FindCertificate(name) : null;
        _answer.Certificate = certificate?.Name ?? "";
        Because(certificate is null
            ? $"No certificate is for {ServerName ?? url.Authority}: the TLS handshake is refused."
            : $"The certificate {certificate.Name} is shown for {ServerName}.");
        return certificate is not null;
    }

    private bool TryNormalise(string authority, out ExplainedRequest facts)
    {
        facts = default;
        if (!HostName.TryNormalise(authority, out var host))
        {
            Own(400, $"`{authority}` is not a host.");
            return false;
        }

        _answer.Host = host;
        if (!RequestPath.TryNormalise(url.Path, out var path, out var reason))
        {
            Own(400, $"The path is refused: {reason}");
            return false;
        }

        _answer.Path = path;
        if (path != url.Path)
        {
            Because($"The path {url.Path} is {path} in normal form.");
        }

        facts = new ExplainedRequest(host, path, request.Method.Length == 0 ? "GET" : request.Method, url.Query, request.Headers);
        return true;
    }

    private ExplainResponse Refused(AccessModel policy, ExplainedRequest facts)
    {
        if (policy.Redirect is { } redirect)
        {
            return Redirect(redirect.Status, redirect.Expand(url.Scheme, facts.Host, facts.Path, url.Query), $"The access policy {policy.Name} sends elsewhere whom it refuses.");
        }

        if (policy.Status != 0)
        {
            return Own(policy.Status, $"The access policy {policy.Name} refuses the request.");
        }

        Because($"The access policy {policy.Name} refuses the request. The edge closes the connection without an answer.");
        return _answer;
    }

    private ExplainResponse NoRoute(ExplainedRequest facts) =>
        Own(404, _answer.Losers.Count == 0 ? $"No route is for the host {facts.Host}." : $"No route of the host {facts.Host} matches.");

    private ExplainResponse Answer(RouteModel route, ExplainedRequest facts, string authority)
    {
        if (route.Maintenance is not null)
        {
            return Own(503, $"The route {route.Name} is closed for maintenance.");
        }

        if (route.Redirect is { } redirect)
        {
            return Redirect(redirect.Status, redirect.Expand(url.Scheme, facts.Host, facts.Path, url.Query), $"The route {route.Name} redirects.");
        }

        return route.Respond is { } respond ? Own(respond.Status, $"The route {route.Name} answers by itself.") : Forward(route, facts, authority);
    }

    private ExplainResponse Forward(RouteModel route, ExplainedRequest facts, string authority)
    {
        foreach (var destination in route.Destinations.Where(static destination => destination.Weight > 0).OrderByDescending(static destination => destination.Weight))
        {
            var candidate = new Candidate { Service = destination.Service, Share = (double)destination.Weight / route.TotalWeight };
            if (snapshot.Services.TryGetValue(destination.Service, out var service))
            {
                candidate.Endpoints.AddRange(service.Endpoints.Where(static endpoint => endpoint.Weight > 0).Select(static endpoint => endpoint.Url));
            }

            _answer.Candidates.Add(candidate);
            Because(string.Create(
                CultureInfo.InvariantCulture,
                $"The service {candidate.Service} gets {candidate.Share:P0} of the requests, at {string.Join(", ", candidate.Endpoints.DefaultIfEmpty("no endpoint"))}."));
        }

        var first = _answer.Candidates[0];
        _answer.Service = first.Service;
        if (first.Endpoints.Count == 0 || !snapshot.Services.TryGetValue(first.Service, out var chosen))
        {
            return Own(503, $"The service {first.Service} has no endpoint that may be asked.");
        }

        if (chosen.Maintenance is not null)
        {
            return Own(503, $"The service {first.Service} is closed for maintenance.");
        }

        _answer.Request = Rewriting.Rewrite(request, url, authority, facts, route, chosen);
        return _answer;
    }

    private ExplainResponse Redirect(int status, string location, string reason)
    {
        _answer.Location = location;
        return Own(status, $"{reason} The client is sent to {location}.");
    }

    private ExplainResponse Own(int status, string reason)
    {
        _answer.Status = (uint)status;
        Because($"{reason} The edge answers {status}.");
        return _answer;
    }

    private void Because(string reason) => _answer.Reasons.Add(reason);
}
