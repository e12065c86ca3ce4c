using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace FrontDesk.ControlPlane.Identity;

/// <summary>Knows operators by `Authorization: Bearer fdo_…`.</summary>
internal sealed class OperatorAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory loggers,
    UrlEncoder encoder,
    OperatorTokens tokens,
    TokenFailures failures) : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    /// <summary>The name of the scheme.</summary>
    public new const string Scheme = "operator";

    private const string Bearer = "Bearer ";

    /// <inheritdoc/>
    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization.ToString();
        if (!header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
        {
            return AuthenticateResult.Fail("This call wants an operator's token. Set FRONTDESK_TOKEN_FILE, or run `frontdesk login`.");
        }

        var address = Context.Connection.RemoteIpAddress;
        if (failures.IsExhausted(address))
        {
            return AuthenticateResult.Fail("Too many wrong tokens came from this address. Wait a minute.");
        }

        if (await tokens.FindAsync(header[Bearer.Length..].Trim(), Context.RequestAborted) is not { } known)
        {
            failures.Add(address);
            return AuthenticateResult.Fail("The operator's token is wrong, or was revoked. The first one is in admin.token in the control plane's data directory.");
        }

        if (!tokens.IsGood(known))
        {
            failures.Add(address);
            return AuthenticateResult.Fail($"The operator's token {known.Name} ({known.Id}) expired at {known.Expires.ToDateTime():u}. Ask an admin for a new one: `frontdesk token create`.");
        }

        await tokens.NoteUseAsync(known, Context.RequestAborted);
        return AuthenticateResult.Success(new AuthenticationTicket(Caller.Operator(known.Name, known.Role, known.Id), Scheme));
    }
}
