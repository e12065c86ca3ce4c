using System.Security.Authentication;
using FrontDesk.Edge.Access;
using FrontDesk.Edge.Forwarding;
using FrontDesk.Edge.Snapshots;
using FrontDesk.Routing.Addresses;
using FrontDesk.Routing.Listeners;
using FrontDesk.Routing.Routes;
using Microsoft.Extensions.Primitives;

namespace FrontDesk.Edge.Pipeline;

/// <summary>
/// One request and its answer, from the first byte to the log line: what each step found out, for the steps after it. Made by
/// <see cref="Recording"/>, kept in the request's features, written by the request's own flow only, and read by the log after its end.
/// </summary>
internal sealed class Exchange
{
    private string? _sentQuery;

    /// <summary>The revision that the request sees, whatever comes while it runs; null where the edge never had one.</summary>
    public required EdgeSnapshot? Snapshot { get; init; }

    /// <summary>The listener that it came in by.</summary>
    public required ListenerModel Listener { get; init; }

    /// <summary>When it began, as the clock's timestamp.</summary>
    public required long Began { get; init; }

    /// <summary>The method, as sent.</summary>
    public required string Method { get; init; }

    /// <summary>`HTTP/1.0`, `HTTP/1.1` or `HTTP/2`.</summary>
    public required string Protocol { get; init; }

    /// <summary>The TLS version; none for a plain connection.</summary>
    public SslProtocols Tls { get; set; }

    /// <summary>The id that ties answer, log lines and the service's own log together.</summary>
    public string RequestId { get; set; } = "";

    /// <summary>The `traceparent` that the service gets; empty before the request was found well-formed.</summary>
    public string TraceParent { get; set; } = "";

    /// <summary>The client's address: the peer's, or the one that trusted proxies told of.</summary>
    public string Client { get; set; } = "";

    /// <summary>The same as a number.</summary>
    public Address ClientAddress { get; set; }

    /// <summary>The address at the other end of the connection.</summary>
    public string Peer { get; set; } = "";

    /// <summary>Whether the peer is a trusted proxy, so that its forwarding headers are believed.</summary>
    public bool FromTrustedProxy { get; set; }

    /// <summary>`http` or `https`: what the client spoke, also where a trusted proxy ended its TLS.</summary>
    public string Scheme { get; set; } = "http";

    /// <summary>The host, normalised; empty before that.</summary>
    public string Host { get; set; } = "";

    /// <summary>The path, normalised; as sent before that.</summary>
    public string Path { get; set; } = "";

    /// <summary>The query with its `?`, as sent but for credentials; or empty.</summary>
    public string Query { get; set; } = "";

    /// <summary>The query with its `?`, as sent, with credentials.</summary>
    public string SentQuery => _sentQuery ?? Query;

    /// <summary>Whether the service gets credentials in the query too.</summary>
    public bool KeepsSentQuery { get; set; }

    /// <summary>The route; null where none matched.</summary>
    public RouteModel? Route { get; set; }

    /// <summary>The access policy that decided on it; empty where none was asked.</summary>
    public string Access { get; set; } = "";

    /// <summary>Whether that policy refused it.</summary>
    public bool IsDenied { get; set; }

    /// <summary>Who the client is, as it proved; null where nobody asked, or it did not.</summary>
    public Caller? Caller { get; set; }

    /// <summary>Headers with credentials that are not for the service; null for none.</summary>
    public List<string>? Spent { get; private set; }

    /// <summary>Headers that tell the service who the client is, from the service that let it in; null for none.</summary>
    public List<KeyValuePair<string, StringValues>>? Identity { get; set; }

    /// <summary>The access policy in report mode that would have refused it; empty where none would.</summary>
    public string AccessReported { get; set; } = "";

    /// <summary>The limit that refused it; empty where none did.</summary>
    public string Limit { get; set; } = "";

    /// <summary>The limit in report mode that would have refused it; empty where none would.</summary>
    public string LimitReported { get; set; } = "";

    /// <summary>The service that was chosen; null where there was none to choose.</summary>
    public ServiceState? Service { get; set; }

    /// <summary>The endpoint that was chosen, the last one where several were tried; null where there was none to choose.</summary>
    public ServiceEndpoint? Endpoint { get; set; }

    /// <summary>The endpoints that were tried before, in order; null where the first one answered.</summary>
    public List<ServiceEndpoint>? Tried { get; set; }

    /// <summary>The time limit while it is with the service; null before and after.</summary>
    public Deadline? Deadline { get; set; }

    /// <summary>When it was handed to the service; 0 when it was not.</summary>
    public long Forwarded { get; set; }

    /// <summary>When the headers of the service's answer were there; 0 when they never were.</summary>
    public long Answered { get; set; }

    /// <summary>When it was over.</summary>
    public long Ended { get; set; }

    /// <summary>The body that came from the client, in bytes as read.</summary>
    public long RequestBytes { get; set; }

    /// <summary>Whether more of a body came than the route allows.</summary>
    public bool IsBodyTooLarge => Route is { } route && RequestBytes > route.MaxBody;

    /// <summary>The body that went to the client, in bytes as written.</summary>
    public long ResponseBytes { get; set; }

    /// <summary>The answer's status; 499 where the client left before one was sent.</summary>
    public int Status { get; set; }

    /// <summary>Who ended it.</summary>
    public EndedBy EndedBy { get; set; } = EndedBy.Service;

    /// <summary>Why it ended so: a stable word (see docs/logs-and-metrics.md); empty for a service's complete answer.</summary>
    public string Reason { get; set; } = "";

    /// <summary>From now on the query is this one, without credentials.</summary>
    public void Conceal(string query)
    {
        _sentQuery ??= Query;
        Query = query;
    }

    /// <summary>A header held credentials that were looked at: once all policies had their say, it is taken away.</summary>
    public void Spend(string header) => (Spent ??= []).Add(header);
}

/// <summary>Who ended an exchange.</summary>
internal enum EndedBy
{
    /// <summary>The service: its answer was passed on, or it broke the exchange off.</summary>
    Service,

    /// <summary>The edge: it answered by itself, or a time limit ran out.</summary>
    Edge,

    /// <summary>The client: it left.</summary>
    Client,
}
