using FrontDesk.Admin.V1;
using Grpc.Core;

namespace FrontDesk.Cli.Tests.Fakes;

/// <summary>Answers calls about tokens from a script.</summary>
internal sealed class ScriptedOperators : Operators.OperatorsBase
{
    public Func<CreateTokenRequest, CreateTokenResponse> OnCreate { get; set; } = _ => new CreateTokenResponse();

    public Func<ListTokensResponse> OnList { get; set; } = () => new ListTokensResponse();

    public Func<RevokeTokenRequest, RevokeTokenResponse> OnRevoke { get; set; } = _ => new RevokeTokenResponse();

    public override Task<CreateTokenResponse> CreateToken(CreateTokenRequest request, ServerCallContext context) => Answer(context, () => OnCreate(request));

    public override Task<ListTokensResponse> ListTokens(ListTokensRequest request, ServerCallContext context) => Answer(context, OnList);

    public override Task<RevokeTokenResponse> RevokeToken(RevokeTokenRequest request, ServerCallContext context) => Answer(context, () => OnRevoke(request));

    private static Task<T> Answer<T>(ServerCallContext context, Func<T> answer)
    {
        FakeControlPlane.Authenticate(context);
        return Task.FromResult(answer());
    }
}
