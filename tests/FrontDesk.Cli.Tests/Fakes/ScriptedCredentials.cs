using FrontDesk.Admin.V1;
using Google.Protobuf;
using Grpc.Core;

namespace FrontDesk.Cli.Tests.Fakes;

/// <summary>Answers calls about credentials from a script, and keeps what was asked.</summary>
internal sealed class ScriptedCredentials : Credentials.CredentialsBase
{
    /// <summary>The requests, as they came.</summary>
    public List<IMessage> Asked { get; } = [];

    public SetUserResponse SetUserAnswer { get; set; } = new();

    public ListUsersResponse Users { get; set; } = new();

    public override Task<SetUserResponse> SetUser(SetUserRequest request, ServerCallContext context) => Answer(request, SetUserAnswer, context);

    public override Task<ListUsersResponse> ListUsers(ListUsersRequest request, ServerCallContext context) => Answer(request, Users, context);

    public override Task<RemoveUserResponse> RemoveUser(RemoveUserRequest request, ServerCallContext context) => Answer(request, new RemoveUserResponse(), context);

    public CreateApiKeyResponse CreateApiKeyAnswer { get; set; } = new();

    public ListApiKeysResponse ApiKeys { get; set; } = new();

    public override Task<CreateApiKeyResponse> CreateApiKey(CreateApiKeyRequest request, ServerCallContext context) => Answer(request, CreateApiKeyAnswer, context);

    public override Task<ListApiKeysResponse> ListApiKeys(ListApiKeysRequest request, ServerCallContext context) => Answer(request, ApiKeys, context);

    public override Task<RevokeApiKeyResponse> RevokeApiKey(RevokeApiKeyRequest request, ServerCallContext context) => Answer(request, new RevokeApiKeyResponse(), context);

    private Task<T> Answer<T>(IMessage request, T answer, ServerCallContext context)
    {
        FakeControlPlane.Authenticate(context);
        Asked.Add(request);
        return Task.FromResult(answer);
    }
}
