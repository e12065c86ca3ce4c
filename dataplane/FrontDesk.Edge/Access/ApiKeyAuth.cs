using FrontDesk.Edge.Answers;
using FrontDesk.Edge.Credentials;
using FrontDesk.Edge.Pipeline;
using FrontDesk.Routing.Access;

namespace FrontDesk.Edge.Access;

/// <summary>Lets in who shows an API key.</summary>
internal sealed class ApiKeyAuth(TimeProvider clock)
{
    private const string Bearer = "Bearer ";

    /// <summary>Looks at the request's header or query parameter.</summary>
    public Proof Check(HttpContext context, Exchange exchange, ApiKeyModel model)
    {
        var (shown, count) = model.Query.Length > 0 ? QueryParameters.Find(exchange.SentQuery, model.Query) : InHeader(context.Request.Headers, model.Header);
        if (count != 1)
        {
            return count == 0 ? new(Refusals.CredentialsMissing, model.Challenge) : new(Refusals.CredentialsTwice);
        }

        if (exchange.Snapshot!.Credentials.ApiKeys(model.Keys).Find(shown) is not { } key || (key.Expires != DateTimeOffset.MaxValue && key.Expires <= clock.GetUtcNow()))
        {
            return new(Refusals.CredentialsWrong, model.Challenge);
        }

        exchange.Caller = new Caller("api-key", key.Owner, key.Id, key.Scopes);
        if (model.KeepsCredentials)
        {
            exchange.KeepsSentQuery |= model.Query.Length > 0;
        }
        else if (model.Query.Length == 0)
        {
            exchange.Spend(model.Header);
        }

        foreach (var scope in model.Scopes)
        {
            if (!key.Scopes.AsSpan().Contains(scope))
            {
                return new(Refusals.NotPermitted);
            }
        }

        return Proof.Accepted;
    }

    private static (string? Value, int Count) InHeader(IHeaderDictionary headers, string name)
    {
        var values = headers[name];
        var value = values.Count == 1 ? values[0] : null;
        return (value is not null && value.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) ? value[Bearer.Length..].Trim() : value, values.Count);
    }
}
