using FrontDesk.Edge.Answers;
using FrontDesk.Routing.Targets;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;

namespace FrontDesk.Edge.Pipeline;

/// <summary>
/// Refuses what is malformed or can be read in two ways, beyond what Kestrel refuses by itself, and brings host and path into the one
/// form that all later steps see and that the service gets.
/// </summary>
internal sealed class Strictness(RequestDelegate next)
{
    /// <summary>Takes the step.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        var exchange = context.Exchange();
        if ((MethodRules.Check(context) ?? HeaderRules.Check(context.Request) ?? Normalise(context, exchange)) is { } refusal)
        {
            return OwnAnswer.RefuseAsync(context, refusal);
        }

        if (ConnectionEncoding.AsksToClose(context.Request.Headers.Connection))
        {
            context.Response.Headers.Connection = "close";
        }

        return MethodRules.IsForTheEdge(context.Request) ? OwnAnswer.OptionsAsync(context) : next(context);
    }

    private static Refusal? Normalise(HttpContext context, Exchange exchange)
    {
        var host = context.Request.Headers.Host;
        if (host.Count != 1)
        {
            return Refusals.HostCount;
        }

        if (!HostName.TryNormalise(host[0]!, out var normalHost))
        {
            return Refusals.HostMalformed;
        }

        exchange.Host = normalHost;
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        if (MethodRules.IsAsterisk(context.Request, target))
        {
            exchange.Path = "*";
            return null;
        }

        if (!RequestTarget.TrySplit(target, out var rawPath, out var query, out var authority))
        {
            return Refusals.TargetMalformed;
        }

        // Kestrel has compared host and port of an absolute form with Host, but looks past `user@`.
        if (target[0] != '/' && (authority.IsEmpty || authority.Contains('@')))
        {
            return Refusals.HostsDiffer;
        }

        exchange.Query = query;
        if (!RequestPath.TryNormalise(rawPath, out var path, out _))
        {
            return Refusals.PathUnsafe;
        }

        exchange.Path = path;
        return ShownCertificate.Covers(exchange, context.Features.Get<ITlsHandshakeFeature>()?.HostName) ? null : Refusals.Misdirected;
    }
}
