using FrontDesk.Edge.V1;
using Grpc.Core;

namespace FrontDesk.ControlPlane.Audit;

/// <summary>Notes which secrets go to a node, whatever gives them: stands before the stream on which they are sent.</summary>
internal sealed class AuditedSecrets(IServerStreamWriter<GetSecretsResponse> responses) : IServerStreamWriter<GetSecretsResponse>
{
    private readonly List<SecretVersion> _sent = [];

    /// <inheritdoc/>
    public WriteOptions? WriteOptions
    {
        get => responses.WriteOptions;
        set => responses.WriteOptions = value;
    }

    /// <inheritdoc/>
    public Task WriteAsync(GetSecretsResponse message) => WriteAsync(message, CancellationToken.None);

    /// <inheritdoc/>
    public Task WriteAsync(GetSecretsResponse message, CancellationToken cancellationToken)
    {
        // Before it is sent: what did not quite arrive counts as read.
        _sent.Add(message.Secret);
        return responses.WriteAsync(message, cancellationToken);
    }

    /// <summary>Brings it to the log: all of it, a hundred to an entry.</summary>
    public void Tell(AuditTrail trail, ServerCallContext call)
    {
        foreach (var some in _sent.Chunk(AuditEntries.MostObjects))
        {
            trail.Add(AuditEntries.Of(call, some.Select(secret => $"secret {secret.Secret}, version {secret.Version}")));
        }
    }
}
