using FrontDesk.Config.V1;
using FrontDesk.ControlPlane.Identity;
using FrontDesk.ControlPlane.Records;
using FrontDesk.ControlPlane.Revisions;
using FrontDesk.Edge.V1;
using FrontDesk.Routing.Secrets;
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
            if (UseBy(node.Group, asked.Secret) is not { } use || await FindAsync(use, asked, cancellationToken) is not { } found)
            {
                throw Failure.Of(StatusCode.NotFound, $"The secret {asked.Secret} is not there for edges of group {node.Group}.");
            }

            var response = Content(use.Kind, found.Value);
            response.Secret = new SecretVersion { Secret = found.Name, Version = found.Version };
            await responses.WriteAsync(response, cancellationToken);
        }
    }

    private SecretUse? UseBy(string group, string secret) =>
        SecretUse.OwnerOf(secret) is { } owner && desk.Current.TryGet(owner.Kind, owner.Name, out var resource) && Scopes.Receives(group, resource) ? SecretUse.Of(resource) : null;

    private static GetSecretsResponse Content(Kind kind, byte[] value) => kind switch
    {
        Kind.Certificate => new() { Certificate = CertificateSecret.Parser.ParseFrom(value) },
        Kind.ApiKeys => new() { ApiKeys = ApiKeySetSecret.Parser.ParseFrom(value) },
        Kind.Users => new() { Users = UserSetSecret.Parser.ParseFrom(value) },
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Resources of this kind have no secret."),
    };

    // An older version may be gone by now; a newer one serves as well. Of a record only the newest is given: an older one would revive what was taken away.
    private async Task<Secret?> FindAsync(SecretUse use, SecretVersion asked, CancellationToken cancellationToken)
    {
        var found = await secrets.GetAsync(asked.Secret, use.Version == 0 ? 0 : asked.Version, cancellationToken);
        if (found is null && asked.Version > 0)
        {
            found = await secrets.GetAsync(asked.Secret, 0, cancellationToken);
        }

        return found is not null && found.Version >= asked.Version ? found : null;
    }
}
