using System.Runtime.InteropServices;
using FrontDesk.Edge.Cors;
using FrontDesk.Edge.Credentials;
using FrontDesk.Edge.Jwt;
using FrontDesk.Edge.Pipeline;
using FrontDesk.Routing.Access;

namespace FrontDesk.Edge.Access;

/// <summary>
/// Lets in whom the policies of the settings and of the route let in, asked in this order; the first that refuses answers. Waits only where a rule lets a service decide, or
/// looks at credentials for the first time.
/// </summary>
internal sealed class Admission(RequestDelegate next, AccessMetrics metrics, ForwardedAuth auth, BasicAuth basic, ApiKeyAuth keys, JwtAuth tokens, TimeProvider clock)
{
    /// <summary>Takes the step.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        var exchange = context.Exchange();
        var desk = Find(exchange, exchange.Route is { InheritsAccess: false } ? null : exchange.Snapshot!.Model.Settings.Access);
        var route = Find(exchange, exchange.Route?.Access);
        Forget(desk, context, exchange);
        Forget(route, context, exchange);
        if (exchange.Route?.Cors is { } cors && CorsAnswer.IsPreflight(context.Request))
        {
            // Before any rule and limit: browsers send no credentials with a preflight.
            return CorsAnswer.AnswerPreflightAsync(context, cors);
        }

        return desk is not null ? InvokeAsync(context, exchange, desk, route) : route is not null ? InvokeAsync(context, exchange, route, null) : next(context);
    }

    /// <summary>Asks a policy and, where that lets the request in, the one after it.</summary>
    private Task InvokeAsync(HttpContext context, Exchange exchange, AccessModel policy, AccessModel? then)
    {
        var verdict = policy.Decide(new HttpRequestFacts(context.Request, exchange), exchange.ClientAddress, policy.AsksForTime ? clock.GetUtcNow() : default);
        if (policy.IsReport)
        {
            Report(exchange, policy, verdict);
            return GoOnAsync(context, exchange, then);
        }

        exchange.Access = policy.Name;
        if (verdict.Requires is ForwardAuthModel service)
        {
            return AskAsync(context, exchange, policy, service, then);
        }

        if (verdict.Requires is { } requirement)
        {
            var proof = ProofAsync(context, exchange, requirement);
            return proof.IsCompletedSuccessfully ? SettleAsync(context, exchange, policy, proof.Result, then) : WaitAsync(context, exchange, policy, proof, then);
        }

        exchange.IsDenied = !verdict.IsAllowed;
        if (verdict.IsAllowed)
        {
            return GoOnAsync(context, exchange, then);
        }

        metrics.Denied(policy.Name, isReport: false);
        return AccessAnswer.RefuseAsync(context, exchange, policy);
    }

    private Task GoOnAsync(HttpContext context, Exchange exchange, AccessModel? then)
    {
        if (then is not null)
        {
            return InvokeAsync(context, exchange, then, null);
        }

        if (exchange.Spent is { } spent)
        {
            IdentityHeaders.Forget(CollectionsMarshal.AsSpan(spent), context.Request.Headers);
        }

        return next(context);
    }

    private ValueTask<Proof> ProofAsync(HttpContext context, Exchange exchange, RequirementModel requirement) => requirement switch
    {
        BasicAuthModel model => basic.CheckAsync(context, exchange, model),
        JwtModel model => tokens.CheckAsync(context, exchange, model),
        ApiKeyModel model => new(keys.Check(context, exchange, model)),
        _ => throw new InvalidOperationException($"Nothing here can check a {requirement.GetType().Name}."),
    };

    private async Task WaitAsync(HttpContext context, Exchange exchange, AccessModel policy, ValueTask<Proof> proof, AccessModel? then) =>
        await SettleAsync(context, exchange, policy, await proof, then);

    private Task SettleAsync(HttpContext context, Exchange exchange, AccessModel policy, in Proof proof, AccessModel? then)
    {
        if (proof.Refusal is not { } refusal)
        {
            if (policy.Identity is { } identity)
            {
                exchange.Caller?.Tell(identity, exchange.Identity ??= []);
            }

            return GoOnAsync(context, exchange, then);
        }

        exchange.IsDenied = true;
        metrics.Denied(policy.Name, isReport: false);
        return AccessAnswer.RefuseAsync(context, exchange, policy, refusal, proof.Challenge, proof.RetryAfter);
    }

    private async Task AskAsync(HttpContext context, Exchange exchange, AccessModel policy, ForwardAuthModel service, AccessModel? then)
    {
        if (await auth.IsLetInAsync(context, exchange, service))
        {
            await GoOnAsync(context, exchange, then);
        }
        else
        {
            metrics.Denied(policy.Name, isReport: false);
        }
    }

    private void Report(Exchange exchange, AccessModel policy, AccessVerdict verdict)
    {
        if (!verdict.IsAllowed)
        {
            metrics.Denied(policy.Name, isReport: true);
            exchange.AccessReported = policy.Name;
        }
    }

    // The compiler refuses a name without a policy. Were one here nevertheless, an error keeps the request out; to go on would let it in.
    private static AccessModel? Find(Exchange exchange, string? name) => name is null ? null
        : exchange.Snapshot!.Model.Access.TryGetValue(name, out var policy) ? policy
        : throw new InvalidOperationException($"The access policy {name} is not in the snapshot of revision {exchange.Snapshot.Revision}.");

    // Before any rule decides, so that it holds by whichever a request comes in.
    private static void Forget(AccessModel? policy, HttpContext context, Exchange exchange)
    {
        if (policy is { IdentityHeaders.Length: > 0 })
        {
            IdentityHeaders.Forget(policy.IdentityHeaders, context.Request.Headers);
            IdentityHeaders.ForgetTrailers(policy.IdentityHeaders, context.Features);
        }

        if (policy is { SecretParameters.Length: > 0 } && exchange.Query.Length > 0)
        {
            foreach (var parameter in policy.SecretParameters)
            {
                exchange.Conceal(QueryParameters.Without(exchange.Query, parameter));
            }
        }
    }
}
