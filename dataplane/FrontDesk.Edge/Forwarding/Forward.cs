using FrontDesk.Edge.Answers;
using FrontDesk.Edge.Health;
using FrontDesk.Edge.Pipeline;
using FrontDesk.Edge.Retries;
using FrontDesk.Routing.Routes;
using Microsoft.AspNetCore.Http.Features;
using Yarp.ReverseProxy.Forwarder;

namespace FrontDesk.Edge.Forwarding;

/// <summary>The last step: chooses service and endpoint, and passes request and answer on.</summary>
internal sealed class Forward(IHttpForwarder forwarder, Ejections ejections, TimeProvider clock)
{
    private readonly ForwardTransformer _transformer = new(clock);

    /// <summary>Takes the step.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        var exchange = context.Exchange();
        var destination = Choose(exchange.Route!);
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
            var connections = exchange.Service.Pool.HasAlternatives ? new Attempts(context, exchange, ejections) : endpoint.Connections;
            var error = await forwarder.SendAsync(context, endpoint.Prefix, connections, endpoint.Protocol, _transformer, deadline.Token);
            if (error != ForwarderError.None && ForwardFailure.Note(context, exchange, error, deadline) is { } refusal)
            {
                await OwnAnswer.RefuseAsync(context, refusal);
            }
        }
        finally
        {
            // Another one, where that was tried last.
            exchange.Endpoint!.State.End();
            exchange.Deadline = null;
            deadline.Return();
        }
    }

    private static void Meter(HttpContext context, Exchange exchange, Deadline deadline, bool hasBody)
    {
        MeteredUpgrade.Install(context, exchange, deadline);
        var answer = context.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        var metered = new MeteredBody(exchange, deadline, context.Request.Body, answer, answer.Stream);
        context.Features.Set<IHttpResponseBodyFeature>(metered);
        if (hasBody)
        {
            context.Request.Body = metered;
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
