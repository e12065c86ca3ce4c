using FrontDesk.Edge.Answers;
using FrontDesk.Edge.Credentials;
using FrontDesk.Edge.Pipeline;
using FrontDesk.Routing.Access;

namespace FrontDesk.Edge.Access;

/// <summary>Lets in who shows a user's name and password.</summary>
internal sealed class BasicAuth(PasswordChecks passwords)
{
    private const string Soon = "1";

    /// <summary>Looks at the request's Authorization header. Waits only where a password has to be compared.</summary>
    public ValueTask<Proof> CheckAsync(HttpContext context, Exchange exchange, BasicAuthModel basic)
    {
        var shown = context.Request.Headers.Authorization;
        if (shown.Count == 0)
        {
            return new(new Proof(Refusals.CredentialsMissing, basic.Challenge));
        }

        if (shown.Count > 1)
        {
            return new(new Proof(Refusals.CredentialsTwice));
        }

        Span<byte> buffer = stackalloc byte[BasicCredentials.Longest + 2];
        if (!BasicCredentials.TryRead(shown[0], buffer, out var name, out var password))
        {
            return new(new Proof(Refusals.CredentialsWrong, basic.Challenge));
        }

        Span<char> characters = stackalloc char[name.Length];
        System.Text.Encoding.ASCII.GetChars(name, characters);
        var user = exchange.Snapshot!.Credentials.Users(basic.Users).Find(characters);
        var verdict = passwords.CheckAsync(user, password, exchange.ClientAddress);
        return verdict.IsCompletedSuccessfully ? new(Settle(exchange, basic, user, verdict.Result)) : WaitAsync(exchange, basic, user, verdict);
    }

    private static async ValueTask<Proof> WaitAsync(Exchange exchange, BasicAuthModel basic, KnownUser? user, ValueTask<PasswordVerdict> verdict) => Settle(exchange, basic, user, await verdict);

    private static Proof Settle(Exchange exchange, BasicAuthModel basic, KnownUser? user, PasswordVerdict verdict)
    {
        switch (verdict)
        {
            case PasswordVerdict.Wrong:
                return new Proof(Refusals.CredentialsWrong, basic.Challenge);
            case PasswordVerdict.TooMany:
                return new Proof(Refusals.TooManyPasswords, RetryAfter: Soon);
            case PasswordVerdict.Busy:
                return new Proof(Refusals.PasswordsBusy, RetryAfter: Soon);
        }

        exchange.Caller = new Caller("basic", user!.Name, "", user.Groups);
        if (!basic.KeepsCredentials)
        {
            exchange.Spend("Authorization");
        }

        return basic.Groups.Length == 0 || user.Groups.AsSpan().ContainsAny(basic.Groups) ? Proof.Accepted : new Proof(Refusals.NotPermitted);
    }
}
