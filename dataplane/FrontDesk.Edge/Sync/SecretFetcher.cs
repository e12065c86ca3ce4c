using FrontDesk.Edge.Snapshots;
using FrontDesk.Edge.V1;
using Grpc.Core;

namespace FrontDesk.Edge.Sync;

/// <summary>Fetches secrets from the control plane that the stream is with.</summary>
internal sealed class SecretFetcher(V1.Sync.SyncClient client) : ISecretSource
{
    private const int MostAtOnce = 1_000;
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<GetSecretsResponse>> FetchAsync(IReadOnlyList<SecretVersion> secrets, CancellationToken cancellation)
    {
        List<GetSecretsResponse> fetched = new(secrets.Count);
        foreach (SecretVersion[] some in secrets.Chunk(MostAtOnce))
        {
            await FetchAsync(some, fetched, cancellation).ConfigureAwait(false);
        }

        HashSet<string> got = [.. fetched.Select(secret => secret.Secret.Secret)];
        return secrets.FirstOrDefault(secret => !got.Contains(secret.Secret)) is { } missing
            ? throw new RefusedException(NackReason.SecretMissing, $"The control plane did not send the secret '{missing.Secret}'.")
            : fetched;
    }

    private async Task FetchAsync(SecretVersion[] secrets, List<GetSecretsResponse> fetched, CancellationToken cancellation)
    {
        try
        {
            using AsyncServerStreamingCall<GetSecretsResponse> call = client.GetSecrets(
                new GetSecretsRequest { Secrets = { secrets } }, deadline: TimeProvider.System.GetUtcNow().UtcDateTime + Timeout, cancellationToken: cancellation);
            await foreach (GetSecretsResponse secret in call.ResponseStream.ReadAllAsync(cancellation).ConfigureAwait(false))
            {
                fetched.Add(secret);
            }
        }
        catch (RpcException e) when (e.StatusCode is StatusCode.NotFound)
        {
            throw new RefusedException(NackReason.SecretMissing, e.Status.Detail);
        }
    }
}
