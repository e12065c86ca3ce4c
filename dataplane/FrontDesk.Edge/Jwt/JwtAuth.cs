using FrontDesk.Edge.Access;
using FrontDesk.Edge.Answers;
using FrontDesk.Edge.Pipeline;
using FrontDesk.Routing.Access;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace FrontDesk.Edge.Jwt;

/// <summary>
/// Lets in who shows a signed token. Which key and algorithm may have signed it is settled here, before the library looks at the signature: a token has no say in it but to name one of the keys.
/// </summary>
internal sealed class JwtAuth(KeySources sources, TimeProvider clock)
{
    private const string Bearer = "Bearer ";
    private const string Challenge = "Bearer";
    private const string Invalid = "Bearer error=\"invalid_token\"";
    private const string Insufficient = "Bearer error=\"insufficient_scope\"";
    private const int LongestToken = 16 * 1024;

    private readonly KnownTokens _known = new();

    /// <summary>Looks at the request's Authorization header. Waits only where keys have to be fetched.</summary>
    public ValueTask<Proof> CheckAsync(HttpContext context, Exchange exchange, JwtModel model)
    {
        var shown = context.Request.Headers.Authorization;
        if (shown.Count != 1)
        {
            return new(shown.Count == 0 ? new Proof(Refusals.CredentialsMissing, Challenge) : new Proof(Refusals.CredentialsTwice));
        }

        var header = shown[0]!;
        if (!header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) || header.Length > Bearer.Length + LongestToken)
        {
            return new(new Proof(Refusals.CredentialsWrong, Invalid));
        }

        var source = sources.Of(model);
        source.Refresh();
        return source.Keys is { } keys && _known.Find(header, model, keys, clock.GetUtcNow()) is { } known
            ? new(Settle(exchange, model, known))
            : LookAsync(exchange, model, source, header);
    }

    private async ValueTask<Proof> LookAsync(Exchange exchange, JwtModel model, KeySource source, string header)
    {
        // 1. What the token says of itself, which proves nothing yet.
        if (Read(header[Bearer.Length..].Trim()) is not { } token || Array.IndexOf(model.Algorithms, token.Alg) < 0)
        {
            return new Proof(Refusals.CredentialsWrong, Invalid);
        }

        // 2. The key that it names; where that is not known, the issuer may have a new one.
        if (source.Keys?.Find(token.Kid, token.Alg) is null)
        {
            await source.FetchAsync();
        }

        if (source.Keys is not { } keys)
        {
            return new Proof(Refusals.AccessUnknown);
        }

        // 3. The signature, and what it must say.
        if (keys.Find(token.Kid, token.Alg) is not { } key
            || !(await Library.Handler.ValidateTokenAsync(token, Parameters(model, key))).IsValid
            || TokenClaims.Read(token.EncodedPayload, model) is not { } claims)
        {
            return new Proof(Refusals.CredentialsWrong, Invalid);
        }

        var ends = new DateTimeOffset(token.ValidTo, TimeSpan.Zero);
        var known = new KnownToken(claims.Caller, claims.Headers, claims.AreFitting, keys, ends > DateTimeOffset.MaxValue - model.ClockSkew ? ends : ends + model.ClockSkew);
        _known.Keep(header, model, known);
        return Settle(exchange, model, known);
    }

    private static Proof Settle(Exchange exchange, JwtModel model, KnownToken token)
    {
        exchange.Caller = token.Caller;
        if (!model.KeepsCredentials)
        {
            exchange.Spend("Authorization");
        }

        if (!token.AreClaimsFitting)
        {
            return new Proof(Refusals.NotPermitted, Insufficient);
        }

        if (token.Headers.Length > 0)
        {
            foreach (var (name, value) in token.Headers)
            {
                IdentityHeaders.Write(exchange.Identity ??= [], name, value);
            }
        }

        return Proof.Accepted;
    }

    private static JsonWebToken? Read(string text)
    {
        try
        {
            // RFC 7515 §4.1.11: what must be understood, and is not. Without an algorithm it is none either.
            var token = new JsonWebToken(text);
            return token.TryGetHeaderValue<object>("crit", out _) || string.IsNullOrEmpty(token.Alg) ? null : token;
        }
        catch (Exception e) when (e is ArgumentException or SecurityTokenException or FormatException or System.Text.Json.JsonException or InvalidOperationException)
        {
            // Not three parts, no base64, no JSON, or nested beyond measure.
            return null;
        }
    }

    private TokenValidationParameters Parameters(JwtModel model, JsonWebKey key) => new()
    {
        ValidIssuer = model.Issuer,
        ValidAudiences = model.Audiences,
        ValidAlgorithms = model.Algorithms,
        IssuerSigningKeyResolver = (_, _, _, _) => [key],
        RequireSignedTokens = true,
        RequireExpirationTime = true,
        LifetimeValidator = (from, until, _, _) =>
        {
            var now = clock.GetUtcNow().UtcDateTime;
            return until is { } end && now < Later(end, model.ClockSkew) && (from is null || Later(now, model.ClockSkew) >= from);
        },
    };

    private static DateTime Later(DateTime time, TimeSpan by) => time > DateTime.MaxValue - by ? DateTime.MaxValue : time + by;

    /// <summary>What the library needs megabytes for: made when the first token comes, so that an edge without such policies never has it.</summary>
    private static class Library
    {
        public static readonly JsonWebTokenHandler Handler = new() { MaximumTokenSizeInBytes = LongestToken };
    }
}
