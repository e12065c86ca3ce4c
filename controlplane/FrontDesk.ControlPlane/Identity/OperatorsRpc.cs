using FrontDesk.Admin.V1;
using FrontDesk.ControlPlane.Audit;
using Grpc.Core;

namespace FrontDesk.ControlPlane.Identity;

/// <summary>The operators' calls about their own tokens.</summary>
internal sealed class OperatorsRpc(OperatorTokens tokens, ILogger<OperatorsRpc> log) : Operators.OperatorsBase
{
    private static readonly TimeSpan DefaultLifetime = TimeSpan.FromDays(90);
    private static readonly TimeSpan ShortestLifetime = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestLifetime = TimeSpan.FromDays(3650);

    /// <inheritdoc/>
    public override async Task<CreateTokenResponse> CreateToken(CreateTokenRequest request, ServerCallContext context)
    {
        var lifetime = request.Lifetime?.ToTimeSpan() ?? DefaultLifetime;
        if (!NodeNames.IsValid(request.Name) || RoleNames.Of(request.Role) == "none" || lifetime < ShortestLifetime || lifetime > LongestLifetime)
        {
            throw Failure.Of(StatusCode.InvalidArgument,
                "A token has a name (1 to 253 letters, digits, '.', '-' and '_'), a role (viewer, operator or admin), and a lifetime from 1 min to 3,650 d.");
        }

        if (request.NeverExpires && request.Lifetime is not null)
        {
            throw Failure.Of(StatusCode.InvalidArgument, "A token that never expires has no lifetime.");
        }

        if ((await tokens.ListAsync(context.CancellationToken)).Count >= OperatorTokens.Most)
        {
            throw Failure.Of(StatusCode.ResourceExhausted, $"There are {OperatorTokens.Most} tokens already: revoke some. `frontdesk token list` shows them.");
        }

        var (text, about) = await tokens.CreateAsync(
            request.Name, request.Role, request.NeverExpires ? null : lifetime, context.OperatorName(), context.CancellationToken,
            AuditEntries.Of(context, $"for {request.Name}", $"with the role {RoleNames.Of(request.Role)}"));
        IdentityLog.TokenMade(log, context.OperatorName(), about.Id, about.Name, RoleNames.Of(about.Role));
        return new CreateTokenResponse { Token = text, About = about };
    }

    /// <inheritdoc/>
    public override async Task<ListTokensResponse> ListTokens(ListTokensRequest request, ServerCallContext context) =>
        new() { Tokens = { await tokens.ListAsync(context.CancellationToken) } };

    /// <inheritdoc/>
    public override async Task<RevokeTokenResponse> RevokeToken(RevokeTokenRequest request, ServerCallContext context)
    {
        var about = await FindAsync(request.Token, context.CancellationToken);
        if (tokens.IsKept(about.Id))
        {
            throw Failure.Of(StatusCode.FailedPrecondition,
                $"Token {about.Id} is the one in this control plane's admin.token: the last way in. To replace it, delete that file and start the control plane again, then revoke this one.");
        }

        if (!await tokens.RevokeAsync(about.Id, context.CancellationToken, AuditEntries.Of(context, $"token {about.Id}", $"of {about.Name}")))
        {
            throw NotFound(request.Token);
        }

        IdentityLog.TokenRevoked(log, context.OperatorName(), about.Id, about.Name);
        return new RevokeTokenResponse { About = about };
    }

    private async Task<IssuedToken> FindAsync(string what, CancellationToken cancellationToken)
    {
        var all = await tokens.ListAsync(cancellationToken);
        if (all.FirstOrDefault(token => token.Id == what) is { } meant)
        {
            return meant;
        }

        var named = all.Where(token => token.Name == what).ToArray();
        return named.Length switch
        {
            0 => throw NotFound(what),
            1 => named[0],
            _ => throw Failure.Of(StatusCode.FailedPrecondition,
                $"{named.Length} tokens have the name {what}: say which by its id, {string.Join(", ", named.Select(token => token.Id))}."),
        };
    }

    private static RpcException NotFound(string what) =>
        Failure.Of(StatusCode.NotFound, $"There is no token with the id or name {what}. `frontdesk token list` shows them.");
}
