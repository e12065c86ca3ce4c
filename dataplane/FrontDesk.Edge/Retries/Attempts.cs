using FrontDesk.Edge.Forwarding;
using FrontDesk.Edge.Health;
using FrontDesk.Edge.Pipeline;

namespace FrontDesk.Edge.Retries;

/// <summary>
/// Stands between the forwarder and the endpoints' connections where one failure need not be the end: tries the endpoint that was chosen and, where it is safe, another,
/// before the forwarder has seen anything. Every outcome is told to the health of the endpoint. One for each request; services that have no use for it do without.
/// </summary>
internal sealed class Attempts(HttpContext context, Exchange exchange, Ejections ejections) : HttpMessageInvoker(Unused, disposeHandler: false)
{
    /// <summary>Addresses of one name that are tried at most.</summary>
    private const int MostAddresses = 5;

    private static readonly HttpMessageHandler Unused = new SocketsHttpHandler();

    private OnceContent? _body;
    private int _tries = 1;

    /// <inheritdoc/>
    public override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Content is { } body)
        {
            _body = new OnceContent(body);
        }

        while (true)
        {
            request.Content = _body;
            try
            {
                var answer = await exchange.Endpoint!.Connections.SendAsync(request, cancellationToken);
                ejections.Answered(exchange.Service!, exchange.Endpoint, (int)answer.StatusCode);
                return answer;
            }
            catch (Exception failure) when (GoesOn(Outcomes.Of(failure, exchange.Deadline!, cancellationToken)))
            {
                ServiceRequest.Readdress(exchange, request);
            }
        }
    }

    /// <summary>Notes a failure and turns to another endpoint, where there is one and the request may be sent to it.</summary>
    private bool GoesOn(Outcome outcome)
    {
        var failed = exchange.Endpoint!;
        ejections.Failed(exchange.Service!, failed, outcome);
        if (!IsSafe(outcome) || Another() is not { } next)
        {
            return false;
        }

        (exchange.Tried ??= []).Add(failed);
        failed.State.End();
        next.State.Begin();
        exchange.Endpoint = next;
        _tries++;
        return true;
    }

    /// <summary>Nothing of the request was sent, and its body is untouched.</summary>
    private bool IsSafe(Outcome outcome) => outcome == Outcome.NotConnected && _body is not { IsStarted: true } && !context.RequestAborted.IsCancellationRequested;

    /// <summary>Another address of the same URL that was not tried yet; null where there is none.</summary>
    private ServiceEndpoint? Another()
    {
        var failed = exchange.Endpoint!;
        if (_tries >= MostAddresses)
        {
            return null;
        }

        ServiceEndpoint? resting = null;
        foreach (var endpoint in exchange.Service!.Pool.All)
        {
            if (endpoint == failed || !ReferenceEquals(endpoint.Model, failed.Model) || exchange.Tried?.Contains(endpoint) == true)
            {
                continue;
            }

            if (endpoint.State.Health.IsUsable)
            {
                return endpoint;
            }

            resting ??= endpoint;
        }

        return resting;
    }
}
