using FrontDesk.Config.V1;
using FrontDesk.ControlPlane.Identity;
using FrontDesk.ControlPlane.Records;
using FrontDesk.ControlPlane.Revisions;
using FrontDesk.Edge.V1;
using Grpc.Core;

namespace FrontDesk.ControlPlane.Publishing;

/// <summary>Gives nodes the secrets that the configuration of their group uses, and no others.</summary>
internal sealed class SecretAccess(Desk desk, SecretStore secrets, Nodes nodes)
{
    private const int MaxSecrets = 1000;

    /// <summary>Sends the secrets that a node asks for, in the order asked.</summary>
    public async Task SendAsync(
        string nodeName, GetSecretsRequest request, IServerStreamWriter<GetSecretsResponse> responses, CancellationToken cancellationToken)
    {
        if (request.Secrets.Count > MaxSecrets)
        {
            throw Failure.Of(StatusCode.InvalidArgument, $"At most {MaxSecrets} secrets can be asked for at once.");
        }

        var node = await nodes.FindAsync(nodeName, cancellationToken)
            ?? throw Failure.Of(StatusCode.PermissionDenied, $"Node {nodeName} was removed. Enrol the edge again.");
        foreach (var asked in request.Secrets)
        {
            if (!IsUsedBy(node.Group, asked.Secret) || await FindAsync(asked, cancellationToken) is not { } found)
            {
                throw Failure.Of(StatusCode.NotFound, $"The secret {asked.Secret} is not there for edges of group {node.Group}.");
            }

            await responses.WriteAsync(
                new GetSecretsResponse
                {
                    Secret = new SecretVersion { Secret = found.Name, Version = found.Version },
                    Certificate = CertificateSecret.Parser.ParseFrom(found.Value),
                },
                cancellationToken);
        }
    }

    private bool IsUsedBy(string group, string secret) =>
        SecretNames.CertificateOf(secret) is { } name
        && desk.Current.TryGet(Kind.Certificate, name, out var certificate)
        && Scopes.Receives(group, certificate);

    // An older version may be gone by now; a newer one serves as well.
    private async Task<Secret?> FindAsync(SecretVersion asked, CancellationToken cancellationToken)
    {
        var found = await secrets.GetAsync(asked.Secret, asked.Version, cancellationToken);
        if (found is null && asked.Version > 0)
        {
            found = await secrets.GetAsync(asked.Secret, 0, cancellationToken);
        }

        return found is not null && found.Version >= asked.Version ? found : null;
    }
}
