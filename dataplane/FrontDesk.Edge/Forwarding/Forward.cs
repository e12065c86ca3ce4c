using FrontDesk.Edge.Answers;
using FrontDesk.Edge.Pipeline;
using FrontDesk.Routing.Routes;
using Microsoft.AspNetCore.Http.Features;
using Yarp.ReverseProxy.Forwarder;

namespace FrontDesk.Edge.Forwarding;

/// <summary>The last step: chooses service and endpoint, and passes request and answer on.</summary>
internal sealed class Forward(IHttpForwarder forwarder, TimeProvider clock)
{
    private readonly ForwardTransformer _transformer = new(clock);

    /// <summary>Takes the step.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        var exchange = context.Exchange();
        if (context.Request.ContentLength > exchange.Route!.MaxBody)
        {
            return OwnAnswer.RefuseAsync(context, Refusals.BodyTooLarge);
        }

        var destination = Choose(exchange.Route);
        if (destination is null || !exchange.Snapshot!.Services.TryGetValue(destination, out var service) || service.Choose() is not { } endpoint)
        {
            return OwnAnswer.RefuseAsync(context, Refusals.NoEndpoint);
        }

        exchange.Service = service;
        exchange.Endpoint = endpoint;
        exchange.Forwarded = clock.GetTimestamp();
        return SendAsync(context, exchange, endpoint);
    }

    private async Task SendAsync(HttpContext context, Exchange exchange, ServiceEndpoint endpoint)
    {
        var hasBody = context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody ?? true;
        var deadline = exchange.Deadline = Deadline.Start(exchange.Service!.Model, hasBody);
        Meter(context, exchange, deadline, hasBody);
        endpoint.State.Begin();
        try
        {
            var error = await forwarder.SendAsync(context, endpoint.Prefix, endpoint.Connections, endpoint.Protocol, _transformer, deadline.Token);
            if (error != ForwarderError.None && ForwardFailure.Note(context, exchange, error, deadline) is { } refusal)
            {
                await OwnAnswer.RefuseAsync(context, refusal);
            }
        }
        finally
        {
            endpoint.State.End();
            exchange.Deadline = null;
            deadline.Return();
        }
    }

    private static void Meter(HttpContext context, Exchange exchange, Deadline deadline, bool hasBody)
    {
        MeteredUpgrade.Install(context, exchange, deadline);
        context.Features.Set<IHttpResponseBodyFeature>(new ClientAnswer(exchange, deadline, context.Features.GetRequiredFeature<IHttpResponseBodyFeature>()));
        if (hasBody)
        {
            context.Request.Body = new ClientBody(exchange, deadline, context.Request.BodyReader);
        }
    }

    /// <summary>The destination by weight; null where all weights are 0.</summary>
    private static string? Choose(RouteModel route)
    {
        var destinations = route.Destinations;
        if (destinations.Length == 1)
        {
            return route.TotalWeight > 0 ? destinations[0].Service : null;
        }

        var point = route.TotalWeight > 0 ? Random.Shared.Next(route.TotalWeight) : 0;
        foreach (var destination in destinations)
        {
            point -= destination.Weight;
            if (point < 0)
            {
                return destination.Service;
            }
        }

        return null;
    }
}
