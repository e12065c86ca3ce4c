using FrontDesk.Admin.V1;
using FrontDesk.Config.V1;
using FrontDesk.ControlPlane.Audit;
using FrontDesk.ControlPlane.Identity;
using FrontDesk.Edge.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace FrontDesk.ControlPlane.Credentials;

/// <summary>The API keys of sets. Of a key only the hash is stored: 256 random bits need no slow one.</summary>
internal sealed class ApiKeyCalls(CredentialSets sets, TimeProvider time, ILogger<ApiKeyCalls> log)
{
    private static readonly TimeSpan ShortestLifetime = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestLifetime = TimeSpan.FromDays(3_650);

    // Long enough that `list` still tells why a program is refused.
    private static readonly TimeSpan ShownAfterEnd = TimeSpan.FromDays(30);

    /// <summary>Makes a key.</summary>
    public async Task<CreateApiKeyResponse> CreateAsync(CreateApiKeyRequest request, ServerCallContext context)
    {
        CredentialNames.RequireUser(request.Owner);
        CredentialNames.RequireWords(request.Scopes, "scopes");
        var now = time.GetUtcNow();
        if (request.Lifetime?.ToTimeSpan() is { } lifetime && (lifetime < ShortestLifetime || lifetime > LongestLifetime))
        {
            throw Failure.Of(StatusCode.InvalidArgument, "An API key has a lifetime from 1 min to 3,650 d, or none.");
        }

        var token = BearerToken.Create();
        var key = new ApiKeyCredential
        {
            Id = token.Id,
            Hash = ByteString.CopyFrom(token.Hash()),
            Owner = request.Owner,
            Scopes = { request.Scopes.Distinct().Order(StringComparer.Ordinal) },
            Created = now.ToTimestamp(),
            Expires = request.Lifetime is null ? null : (now + request.Lifetime.ToTimeSpan()).ToTimestamp(),
            Author = context.OperatorName(),
        };
        await sets.ChangeAsync<ApiKeySetSecret>(
            Kind.ApiKeys,
            request.Set,
            keys =>
            {
                foreach (var ended in keys.Keys.Where(old => old.Expires?.ToDateTimeOffset() < now - ShownAfterEnd).ToArray())
                {
                    keys.Keys.Remove(ended);
                }

                keys.Keys.Add(key);
            },
            AuditEntries.Of(context, $"API key {request.Set}/{key.Id}", $"for {key.Owner}"),
            context.CancellationToken);
        CredentialsLog.ApiKeyMade(log, context.OperatorName(), request.Set, key.Id, key.Owner);
        return new CreateApiKeyResponse { Key = token.ToApiKeyText(), Id = key.Id, Expires = key.Expires };
    }

    /// <summary>The keys of a set, or of all.</summary>
    public async Task<ListApiKeysResponse> ListAsync(ListApiKeysRequest request, ServerCallContext context)
    {
        var response = new ListApiKeysResponse();
        var now = time.GetUtcNow();
        foreach (var set in request.Set.Length > 0 ? [request.Set] : sets.NamesOf(Kind.ApiKeys))
        {
            var keys = await sets.ReadAsync<ApiKeySetSecret>(Kind.ApiKeys, set, context.CancellationToken);
            response.Keys.Add(keys.Keys.OrderBy(key => key.Owner, StringComparer.Ordinal).ThenBy(key => key.Created.ToDateTimeOffset()).Select(key => new ApiKey
            {
                Set = set,
                Id = key.Id,
                Owner = key.Owner,
                Scopes = { key.Scopes },
                Created = key.Created,
                Expires = key.Expires,
                Expired = key.Expires?.ToDateTimeOffset() <= now,
                Author = key.Author,
            }));
        }

        return response;
    }

    /// <summary>Ends a key.</summary>
    public async Task<RevokeApiKeyResponse> RevokeAsync(RevokeApiKeyRequest request, ServerCallContext context)
    {
        await sets.ChangeAsync<ApiKeySetSecret>(
            Kind.ApiKeys,
            request.Set,
            keys =>
            {
                if (keys.Keys.FirstOrDefault(key => key.Id == request.Id) is not { } key)
                {
                    throw Failure.Of(StatusCode.NotFound, ErrorReason.ResourceNotFound, $"There is no API key {request.Set}/{request.Id}. `frontdesk api-keys` lists them.");
                }

                keys.Keys.Remove(key);
            },
            AuditEntries.Of(context, $"API key {request.Set}/{request.Id}"),
            context.CancellationToken);
        CredentialsLog.ApiKeyRevoked(log, context.OperatorName(), request.Set, request.Id);
        return new RevokeApiKeyResponse();
    }
}
