using FrontDesk.Edge.Forwarding;
using FrontDesk.Edge.Health;
using FrontDesk.Edge.Pipeline;
using FrontDesk.Routing.Retries;

namespace FrontDesk.Edge.Retries;

/// <summary>
/// Stands between the forwarder and the endpoints' connections where one failure need not be the end: tries the endpoint that was chosen and, where it is safe, another,
/// before the forwarder has seen anything. Every outcome is told to the health of the endpoint. One for each request; services that have no use for it do without.
/// </summary>
internal sealed class Attempts(HttpContext context, Exchange exchange, Ejections ejections, RetryMetrics metrics, TimeProvider clock) : HttpMessageInvoker(Unused, disposeHandler: false)
{
    /// <summary>Addresses of one name that are tried at most.</summary>
    private const int MostAddresses = 5;

    private static readonly HttpMessageHandler Unused = new SocketsHttpHandler();

    private readonly ServiceState _service = exchange.Service!;
    private readonly RetriesModel? _policy = exchange.Service!.Model.Retries;
    private HttpContent? _body;
    private int _retries;

    private long Second => clock.GetTimestamp() / clock.TimestampFrequency;

    /// <inheritdoc/>
    public override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (_policy is not null)
        {
            _service.Budget.Request(Second);
        }

        if (request.Content is { } body)
        {
            _body = IsKept(body) is { } length ? await KeptBody.ReadAsync(context.Request.Body, length, body, cancellationToken) : new OnceContent(body);
        }

        while (true)
        {
            request.Content = _body;
            try
            {
                var answer = await exchange.Endpoint!.Connections.SendAsync(request, cancellationToken);
                if (!GoesOn(Outcome.Answered, (int)answer.StatusCode))
                {
                    return answer;
                }

                answer.Dispose();
            }
            catch (Exception failure)
            {
                if (!GoesOn(Outcomes.Of(failure, exchange.Deadline!, cancellationToken), 0))
                {
                    throw;
                }
            }

            ServiceRequest.Readdress(exchange, request);
        }
    }

    /// <summary>The length of a body that is kept to be sent again; null for one that is not. One that the client first asks for leave to send is left with the client.</summary>
    private int? IsKept(HttpContent body) =>
        _policy is not null && RetryPolicy.IsIdempotent(exchange.Method) && body.Headers.ContentLength is { } length && length <= _policy.MaxBody && context.Request.Headers.Expect.Count == 0
            ? (int)length
            : null;

    /// <summary>Notes what became of a try and turns to another endpoint, where there is reason to, the request may be sent again, and there is one.</summary>
    private bool GoesOn(Outcome outcome, int status)
    {
        var tried = exchange.Endpoint!;
        ejections.Note(_service, tried, outcome, status);
        if (Next(outcome, status) is not { } next || !next.State.TryBegin(_service.Model.Connections?.Max ?? int.MaxValue))
        {
            return false;
        }

        (exchange.Tried ??= []).Add(tried);
        tried.State.End();
        exchange.Endpoint = next;
        metrics.Retried(_service.Model.Name, outcome);
        return true;
    }

    private ServiceEndpoint? Next(Outcome outcome, int status)
    {
        if ((outcome == Outcome.Answered && _policy is null) || !IsSafe(outcome) || context.RequestAborted.IsCancellationRequested)
        {
            return null;
        }

        // Another address of the same name is another way to the same place: no policy has to allow it.
        if (outcome == Outcome.NotConnected && exchange.Tried is not { Count: >= MostAddresses - 1 } && Other(sameUrl: true) is { } address)
        {
            return address;
        }

        if (_policy is null || _retries == _policy.Attempts || !RetryPolicy.Names(_policy, outcome, status) || Other(sameUrl: false) is not { } other)
        {
            return null;
        }

        if (!_service.Budget.TryTake(Second, _policy.BudgetPercent))
        {
            metrics.OverBudget(_service.Model.Name);
            return null;
        }

        _retries++;
        return other;
    }

    /// <summary>Whether the request can be sent again without being done twice: nothing of it was sent, or its method allows it; and its body is there still.</summary>
    private bool IsSafe(Outcome outcome) =>
        (outcome == Outcome.NotConnected || (RetryPolicy.IsIdempotent(exchange.Method) && context.Request.Headers.Upgrade.Count == 0)) && _body is not OnceContent { IsStarted: true };

    /// <summary>An endpoint that was not tried yet, spoken to in the same way; one that is fit, where there is one.</summary>
    private ServiceEndpoint? Other(bool sameUrl)
    {
        // The balancer is not asked: its turns are for first tries, and two of them for one request would let each second request meet the same endpoint.
        var all = _service.Pool.All;
        var start = Random.Shared.Next(all.Length);
        ServiceEndpoint? unfit = null;
        for (var i = 0; i < all.Length; i++)
        {
            var endpoint = all[(start + i) % all.Length];
            if (!IsOther(endpoint, sameUrl))
            {
                continue;
            }

            if (endpoint.State.Health.IsUsable)
            {
                return endpoint;
            }

            unfit ??= endpoint;
        }

        return unfit;
    }

    private bool IsOther(ServiceEndpoint endpoint, bool sameUrl)
    {
        var tried = exchange.Endpoint!;
        return endpoint != tried && endpoint.Model.Weight > 0 && ReferenceEquals(endpoint.Protocol, tried.Protocol) && (!sameUrl || ReferenceEquals(endpoint.Model, tried.Model)) && exchange.Tried?.Contains(endpoint) != true;
    }
}
