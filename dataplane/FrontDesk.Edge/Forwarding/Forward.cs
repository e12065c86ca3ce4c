using FrontDesk.Edge.Answers;
using FrontDesk.Edge.Health;
using FrontDesk.Edge.Maintenance;
using FrontDesk.Edge.Pipeline;
using FrontDesk.Edge.Retries;
using FrontDesk.Routing.Routes;
using FrontDesk.Routing.Services;
using Microsoft.AspNetCore.Http.Features;
using Yarp.ReverseProxy.Forwarder;

namespace FrontDesk.Edge.Forwarding;

/// <summary>The last step: chooses service and endpoint, and passes request and answer on.</summary>
internal sealed class Forward(IHttpForwarder forwarder, Ejections ejections, RetryMetrics retries, TimeProvider clock)
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
        if (destination is null || !exchange.Snapshot!.Services.TryGetValue(destination, out var service))
        {
            return OwnAnswer.RefuseAsync(context, Refusals.NoEndpoint);
        }

        if (service.Model.Maintenance is { } maintenance)
        {
            return MaintenanceAnswer.WriteAsync(context, maintenance);
        }

        var key = service.Model.Hash is { } hash ? StableHash.Of(context, exchange, hash) : 0;
        if (service.Model.Connections is { } limits)
        {
            return AdmitAsync(context, exchange, service, limits, key);
        }

        if (service.Pool.Choose(key) is not { } endpoint)
        {
            return OwnAnswer.RefuseAsync(context, Refusals.NoEndpoint);
        }

        endpoint.State.Begin();
        return SendAsync(context, exchange, service, endpoint);
    }

    /// <summary>Sends the request when an endpoint has room for it.</summary>
    private async Task AdmitAsync(HttpContext context, Exchange exchange, ServiceState service, ConnectionLimitsModel limits, ulong key)
    {
        var endpoint = service.Pool.TryTake(key, limits.Max);
        if (endpoint is null && limits.MaxPending > 0)
        {
            using var enough = new CancellationTokenSource(limits.PendingTimeout, clock);
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(enough.Token, context.RequestAborted);
            endpoint = await service.WaitingRoom.WaitAsync(limits.MaxPending, () => service.Pool.TryTake(key, limits.Max), patience.Token);
        }

        if (endpoint is null)
        {
            await (service.Pool.Choose(key) is null ? OwnAnswer.RefuseAsync(context, Refusals.NoEndpoint) : OwnAnswer.RefuseAsync(context, Refusals.ServiceFull, "1"));
            return;
        }

        try
        {
            await SendAsync(context, exchange, service, endpoint);
        }
        finally
        {
            service.WaitingRoom.Wake();
        }
    }

    /// <summary>Sends the request to an endpoint where it has begun.</summary>
    private async Task SendAsync(HttpContext context, Exchange exchange, ServiceState service, ServiceEndpoint endpoint)
    {
        exchange.Service = service;
        exchange.Endpoint = endpoint;
        exchange.Forwarded = clock.GetTimestamp();
        var hasBody = context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody ?? true;
        var deadline = exchange.Deadline = Deadline.Start(service.Model, hasBody);
        try
        {
            Meter(context, exchange, deadline, hasBody);
            var connections = service.IsWatched ? new Attempts(context, exchange, ejections, retries, clock) : endpoint.Connections;
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
