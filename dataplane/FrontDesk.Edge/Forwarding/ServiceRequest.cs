using System.Net.Http.Headers;
using FrontDesk.Edge.Forwarding.Http1;
using FrontDesk.Edge.Pipeline;
using FrontDesk.Routing.Routes;
using FrontDesk.Routing.Services;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace FrontDesk.Edge.Forwarding;

/// <summary>Writes the request that a service gets.</summary>
internal static class ServiceRequest
{
    // Path and query were checked and brought into normal form; another's idea of a normal form must not change them again.
    private static readonly UriCreationOptions AsWritten = new() { DangerousDisablePathAndQueryCanonicalization = true };

    /// <summary>Fills in the URL and the headers; method, version and body are the forwarder's.</summary>
    public static void Write(HttpContext context, Exchange exchange, HttpRequestMessage target)
    {
        var endpoint = exchange.Endpoint!;
        target.RequestUri = UriAt(endpoint, exchange);
        WriteHeaders(context, exchange, exchange.Service!, endpoint, target);
        if (target.Content is not null && context.Request.ContentLength is null && context.Features.Get<IHttpRequestTrailersFeature>() is { } trailers)
        {
            target.Options.Set(RequestTrailers.Key, trailers);
        }

        if (exchange.Route!.RequestHeaders is { } changes)
        {
            Change(changes, target);
        }
    }

    /// <summary>Fills in the headers, without the changes of a route.</summary>
    public static void WriteHeaders(HttpContext context, Exchange exchange, ServiceState service, ServiceEndpoint endpoint, HttpRequestMessage target)
    {
        Copy(context.Request.Headers, exchange, target);
        AddForwarding(context.Request.Headers, exchange, target.Headers);
        if (exchange.Identity is { } identity)
        {
            // Not with the client's headers: its Connection header could take them away.
            foreach (var (name, value) in identity)
            {
                Add(target, name, value);
            }
        }

        target.Headers.Host = service.Model.HostMode switch
        {
            HostMode.Endpoint => endpoint.Authority,
            HostMode.Fixed => service.Model.FixedHost,
            _ => context.Request.Headers.Host.ToString(),
        };
    }

    /// <summary>Turns a request that is written to the endpoint that is now chosen.</summary>
    public static void Readdress(Exchange exchange, HttpRequestMessage target)
    {
        target.RequestUri = UriAt(exchange.Endpoint!, exchange);
        if (exchange.Service!.Model.HostMode == HostMode.Endpoint)
        {
            target.Headers.Host = exchange.Endpoint!.Authority;
        }
    }

    private static Uri UriAt(ServiceEndpoint endpoint, Exchange exchange) =>
        new(string.Concat(endpoint.Prefix, exchange.Route!.RewritePath(exchange.Path), exchange.KeepsSentQuery ? exchange.SentQuery : exchange.Query), AsWritten);

    private static void Copy(IHeaderDictionary source, Exchange exchange, HttpRequestMessage target)
    {
        var connection = source.Connection;
        var namesOthers = PassedHeaders.NamesOthers(connection);
        foreach (var (name, values) in source)
        {
            if (PassedHeaders.ToService(name, exchange.FromTrustedProxy) && !(namesOthers && PassedHeaders.IsNamed(connection, name)))
            {
                Add(target, name, values);
            }
        }

        // Trailers of the answer can be passed on over HTTP/2 only (RFC 9110 §10.1.4).
        if (source.TE.Count > 0 && HttpProtocol.IsHttp2(exchange.Protocol))
        {
            target.Headers.TryAddWithoutValidation("TE", "trailers");
        }
    }

    private static void AddForwarding(IHeaderDictionary source, Exchange exchange, HttpRequestHeaders target)
    {
        var trusted = exchange.FromTrustedProxy;
        var chain = trusted ? source[ForwardingHeaders.For] : StringValues.Empty;
        target.TryAddWithoutValidation(ForwardingHeaders.For, chain.Count > 0 ? $"{chain}, {exchange.Peer}" : exchange.Client == exchange.Peer ? exchange.Peer : $"{exchange.Client}, {exchange.Peer}");
        target.TryAddWithoutValidation(ForwardingHeaders.Proto, exchange.Scheme);
        var host = source.Host.ToString();
        target.TryAddWithoutValidation(ForwardingHeaders.Host, trusted && source[ForwardingHeaders.Host] is { Count: 1 } asked ? asked.ToString() : host);
        target.TryAddWithoutValidation(ForwardingHeaders.Port, trusted && source[ForwardingHeaders.Port] is { Count: 1 } port ? port.ToString() : PortOf(host, exchange.Scheme));
        target.TryAddWithoutValidation(ForwardingHeaders.RealIp, exchange.Client);
        target.TryAddWithoutValidation(ForwardingHeaders.RequestId, exchange.RequestId);
        target.TryAddWithoutValidation("traceparent", exchange.TraceParent);
        target.TryAddWithoutValidation("Via", Via.Next(source.Via, exchange.Protocol));
    }

    /// <summary>The port that the client asked for; not the listener's, which a port mapping before the edge may have changed.</summary>
    private static string PortOf(string host, string scheme)
    {
        var colon = host.LastIndexOf(':');
        return colon > 0 && colon < host.Length - 1 && !host.EndsWith(']') ? host[(colon + 1)..] : scheme == "https" ? "443" : "80";
    }

    private static void Change(HeaderChangesModel changes, HttpRequestMessage target)
    {
        foreach (var name in changes.Remove)
        {
            Remove(target, name);
        }

        foreach (var (name, value) in changes.Set)
        {
            Remove(target, name);
            Add(target, name, value);
        }

        foreach (var (name, value) in changes.Add)
        {
            Add(target, name, value);
        }
    }

    private static void Remove(HttpRequestMessage target, string name)
    {
        if (!target.Headers.Remove(name))
        {
            target.Content?.Headers.Remove(name);
        }
    }

    /// <summary>Adds a header where it belongs. A header of the body on a request without one has no place, and is left out.</summary>
    private static void Add(HttpRequestMessage target, string name, StringValues values)
    {
        if (values.Count == 1)
        {
            if (!target.Headers.TryAddWithoutValidation(name, values[0]))
            {
                target.Content?.Headers.TryAddWithoutValidation(name, values[0]);
            }
        }
        else if (name.Equals("Cookie", StringComparison.OrdinalIgnoreCase))
        {
            // RFC 9113 §8.2.3: the one header that is not joined by commas.
            target.Headers.TryAddWithoutValidation(name, string.Join("; ", values.AsEnumerable()));
        }
        else if (!target.Headers.TryAddWithoutValidation(name, values.AsEnumerable()))
        {
            target.Content?.Headers.TryAddWithoutValidation(name, values.AsEnumerable());
        }
    }
}
