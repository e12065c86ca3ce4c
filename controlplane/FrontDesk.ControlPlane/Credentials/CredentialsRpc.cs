using FrontDesk.Admin.V1;
using Grpc.Core;

namespace FrontDesk.ControlPlane.Credentials;

/// <summary>The operators' calls about clients' credentials.</summary>
internal sealed class CredentialsRpc(UserCalls users, ApiKeyCalls keys) : FrontDesk.Admin.V1.Credentials.CredentialsBase
{
    /// <inheritdoc/>
    public override Task<SetUserResponse> SetUser(SetUserRequest request, ServerCallContext context) => users.SetAsync(request, context);

    /// <inheritdoc/>
    public override Task<ListUsersResponse> ListUsers(ListUsersRequest request, ServerCallContext context) => users.ListAsync(request, context);

    /// <inheritdoc/>
    public override Task<RemoveUserResponse> RemoveUser(RemoveUserRequest request, ServerCallContext context) => users.RemoveAsync(request, context);

    /// <inheritdoc/>
    public override Task<CreateApiKeyResponse> CreateApiKey(CreateApiKeyRequest request, ServerCallContext context) => keys.CreateAsync(request, context);

    /// <inheritdoc/>
    public override Task<ListApiKeysResponse> ListApiKeys(ListApiKeysRequest request, ServerCallContext context) => keys.ListAsync(request, context);

    /// <inheritdoc/>
    public override Task<RevokeApiKeyResponse> RevokeApiKey(RevokeApiKeyRequest request, ServerCallContext context) => keys.RevokeAsync(request, context);
}
