using System.Buffers;
using System.Net;
using FrontDesk.Routing.Addresses;
using FrontDesk.Routing.Settings;
using Microsoft.Extensions.Primitives;

namespace FrontDesk.Edge.Pipeline;

/// <summary>
/// Finds out where a request comes from: the client's address and scheme, through as many trusted proxies as there are, and the
/// ids that it already has. Nothing of it is taken from a peer that is not trusted, but for the trace.
/// </summary>
internal sealed class Origin(RequestDelegate next)
{
    private const int LongestRequestId = 128;

    private static readonly SearchValues<char> RequestIdCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.:/+=@");

    /// <summary>Takes the step.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        var exchange = context.Exchange();
        var headers = context.Request.Headers;
        var peer = context.Connection.RemoteIpAddress ?? IPAddress.None;
        if (peer.IsIPv4MappedToIPv6)
        {
            peer = peer.MapToIPv4();
        }

        exchange.Peer = exchange.Client = peer.ToString();
        exchange.ClientAddress = Address.Of(peer);
        exchange.TraceParent = TraceParent.Next(headers.TraceParent, out var isContinued);
        if (!isContinued && headers.TraceState.Count > 0)
        {
            // It belongs to a trace that is not gone on with.
            headers.TraceState = default;
        }

        if (IsTrusted(exchange.Snapshot!.Model.Settings, peer))
        {
            exchange.FromTrustedProxy = true;
            Believe(headers, exchange, peer);
        }

        return next(context);
    }

    private static void Believe(IHeaderDictionary headers, Exchange exchange, IPAddress peer)
    {
        var settings = exchange.Snapshot!.Model.Settings;
        // X-Forwarded-* first: a proxy that writes these often passes a client's own Forwarded on as it was.
        var list = headers[ForwardingHeaders.For];
        var elements = new ForwardedElements(list.Count > 0 ? list : headers[ForwardingHeaders.Forwarded], isForwarded: list.Count == 0);
        var client = peer;
        while (elements.TryTakeLast(out var element))
        {
            if (element.Address is not { } address)
            {
                break;
            }

            client = address;
            if (list.Count == 0)
            {
                exchange.Scheme = SchemeOf(element.Proto) ?? exchange.Scheme;
            }

            if (!IsTrusted(settings, address))
            {
                break;
            }
        }

        exchange.Client = client.ToString();
        exchange.ClientAddress = Address.Of(client);
        exchange.Scheme = SchemeOf(ForwardedElements.Last(headers[ForwardingHeaders.Proto])) ?? exchange.Scheme;
        if (IsRequestId(headers[ForwardingHeaders.RequestId]))
        {
            exchange.RequestId = headers[ForwardingHeaders.RequestId]!;
        }
    }

    private static bool IsTrusted(SettingsModel settings, IPAddress address)
    {
        foreach (var range in settings.TrustedProxies)
        {
            if (range.Contains(address))
            {
                return true;
            }
        }

        return false;
    }

    private static string? SchemeOf(ReadOnlySpan<char> proto) =>
        proto.Equals("https", StringComparison.OrdinalIgnoreCase) ? "https" : proto.Equals("http", StringComparison.OrdinalIgnoreCase) ? "http" : null;

    private static bool IsRequestId(StringValues value) =>
        value.Count == 1 && value[0]!.Length is > 0 and <= LongestRequestId && !value[0].AsSpan().ContainsAnyExcept(RequestIdCharacters);
}
