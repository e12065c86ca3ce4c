using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using FrontDesk.Edge.Hosting;
using FrontDesk.Edge.V1;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;

namespace FrontDesk.Edge.Identity;

/// <summary>
/// How a stranger that holds only a join token becomes a member, and how a member renews its certificate. A stranger sends nothing secret before
/// it knows the control plane: 1. connect to whoever answers, 2. ask for the authority and compare it with the token's fingerprint, 3. check that
/// the server of this very connection is a control plane of that authority, 4. connect again, verifying with it, and send the token.
/// </summary>
internal sealed class Enrolment(EdgeOptions options, ControlPlaneChannel channels, TimeProvider clock)
{
    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(15);

    /// <summary>Becomes a member.</summary>
    /// <exception cref="EdgeStartException">The control plane refuses the token, the name or the group, or is of another fleet than the token.</exception>
    /// <exception cref="RpcException">The control plane cannot be reached, or cannot answer now.</exception>
    /// <exception cref="UnusableAnswerException">The server shows or sends a wrong certificate.</exception>
    public async Task<NodeIdentity> EnrolAsync(Uri address, JoinToken token, CancellationToken cancellation)
    {
        X509Certificate2 authority = await GetAuthorityAsync(address, token, cancellation).ConfigureAwait(false);
        using NodeKey key = new();
        using GrpcChannel channel = channels.ForStranger(address, authority);
        EnrolRequest request = new()
        {
            Token = token.Text,
            Name = options.Name,
            Group = options.Group,
            CertificateRequest = ByteString.CopyFrom(key.CreateRequest()),
            Version = EdgeIdentity.Version,
        };
        try
        {
            EnrolResponse answer = await new V1.Enrolment.EnrolmentClient(channel)
                .EnrolAsync(request, deadline: Deadline, cancellationToken: cancellation).ConfigureAwait(false);
            return answer.Name == options.Name
                ? new NodeIdentity(answer.Name, answer.Group, Join(key, answer.Certificate, address), authority)
                : throw new EdgeStartException($"The control plane enrolled this edge as '{answer.Name}' though it asked for '{options.Name}'; give --name {answer.Name}.");
        }
        catch (RpcException e) when (e.StatusCode is StatusCode.Unauthenticated or StatusCode.InvalidArgument or StatusCode.PermissionDenied)
        {
            throw new EdgeStartException($"The control plane {address} does not enrol this edge: {e.Status.Detail} Get a join token with `frontdesk join-token`.", e);
        }
    }

    /// <summary>Gets a new certificate for a new key.</summary>
    /// <exception cref="RpcException">The control plane refuses or cannot be reached.</exception>
    /// <exception cref="UnusableAnswerException">The control plane sends a wrong certificate.</exception>
    public async Task<NodeIdentity> RenewAsync(Uri address, NodeIdentity identity, CancellationToken cancellation)
    {
        using NodeKey key = new();
        using GrpcChannel channel = channels.ForNode(address, identity);
        RenewRequest request = new() { CertificateRequest = ByteString.CopyFrom(key.CreateRequest()) };
        RenewResponse answer = await new V1.Enrolment.EnrolmentClient(channel)
            .RenewAsync(request, deadline: Deadline, cancellationToken: cancellation).ConfigureAwait(false);
        return identity with { Certificate = Join(key, answer.Certificate, address) };
    }

    private async Task<X509Certificate2> GetAuthorityAsync(Uri address, JoinToken token, CancellationToken cancellation)
    {
        X509Certificate2? server = null;
        using GrpcChannel channel = ControlPlaneChannel.ForAnyone(address, shown => server = shown);
        GetAuthorityResponse answer = await new Trust.TrustClient(channel)
            .GetAuthorityAsync(new GetAuthorityRequest(), deadline: Deadline, cancellationToken: cancellation).ConfigureAwait(false);
        if (!CryptographicOperations.FixedTimeEquals(SHA256.HashData(answer.Certificate.Span), token.Fingerprint))
        {
            throw new EdgeStartException($"The server {address} is not of the fleet that the join token is for: its authority has another fingerprint. Nothing was sent to it.");
        }

        X509Certificate2 authority = X509CertificateLoader.LoadCertificate(answer.Certificate.Span);
        return ControlPlaneTrust.Objection(server!, authority, clock.GetUtcNow()) is { } objection
            ? throw new UnusableAnswerException($"The server {address} is not trusted: {objection} Nothing was sent to it.")
            : authority;
    }

    private static X509Certificate2 Join(NodeKey key, ByteString certificate, Uri address)
    {
        try
        {
            return key.Join(certificate.Span);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            throw new UnusableAnswerException($"The control plane {address} sent a certificate that is none for this edge's key: {e.Message}", e);
        }
    }

    // gRPC compares deadlines with the machine's clock, whatever ours is.
    private static DateTime Deadline => TimeProvider.System.GetUtcNow().UtcDateTime + CallTimeout;
}
