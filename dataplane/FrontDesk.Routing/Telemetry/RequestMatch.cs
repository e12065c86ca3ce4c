using System.Globalization;
using System.Net;
using FrontDesk.Edge.V1;

namespace FrontDesk.Routing.Telemetry;

/// <summary>A filter of requests, read: edges and control planes ask the same one.</summary>
public sealed class RequestMatch
{
    private readonly RequestFilter _filter;
    private readonly string? _domain;
    private readonly string? _prefix;
    private readonly (uint From, uint To)? _status;
    private readonly IPNetwork? _clients;

    private RequestMatch(RequestFilter filter)
    {
        _filter = filter;
        _domain = filter.Host.StartsWith("*.", StringComparison.Ordinal) ? filter.Host[1..] : null;
        _prefix = filter.Path.EndsWith('*') ? filter.Path[..^1] : null;
        _status = filter.Status.Length == 0 ? null : StatusOf(filter.Status);
        _clients = filter.Client.Length == 0 ? null : NetworkOf(filter.Client);
    }

    /// <summary>Reads a filter.</summary>
    /// <exception cref="FormatException">It cannot be read; the message says so in a sentence for people.</exception>
    public static RequestMatch Parse(RequestFilter filter) => new(filter);

    /// <summary>Whether a request fits.</summary>
    public bool Fits(RequestLine line) =>
        (_filter.Host.Length == 0 || (_domain is null ? line.Host.Equals(_filter.Host, StringComparison.OrdinalIgnoreCase) : line.Host.EndsWith(_domain, StringComparison.OrdinalIgnoreCase)))
        && (_filter.Path.Length == 0 || (_prefix is null ? line.Path == _filter.Path : line.Path.StartsWith(_prefix, StringComparison.Ordinal)))
        && (_filter.Route.Length == 0 || line.Route == _filter.Route)
        && (_filter.Service.Length == 0 || line.Service == _filter.Service)
        && (_filter.Node.Length == 0 || line.Node == _filter.Node)
        && (_status is not { } status || (line.Status >= status.From && line.Status <= status.To))
        && (_clients is not { } clients || (IPAddress.TryParse(line.Client, out var client) && clients.Contains(client)))
        && line.DurationMs >= _filter.SlowerThanMs;

    private static (uint From, uint To) StatusOf(string text) =>
        text.Length == 3 && text.EndsWith("xx", StringComparison.OrdinalIgnoreCase) && text[0] is >= '1' and <= '5' ? ((uint)(text[0] - '0') * 100, ((uint)(text[0] - '0') * 100) + 99)
        : uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var status) && status is >= 100 and <= 599 ? (status, status)
        : throw new FormatException($"`{text}` is no status. Write for example 404 or 5xx.");

    private static IPNetwork NetworkOf(string text) =>
        IPNetwork.TryParse(text, out var network) ? network
        : IPAddress.TryParse(text, out var address) ? new IPNetwork(address, address.GetAddressBytes().Length * 8)
        : throw new FormatException($"`{text}` is no address or network of clients. Write for example 192.0.2.7 or 10.0.0.0/8.");
}
