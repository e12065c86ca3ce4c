using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using FrontDesk.Admin.V1;
using FrontDesk.ControlPlane.Audit;
using FrontDesk.ControlPlane.Fleet;
using FrontDesk.Edge.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace FrontDesk.ControlPlane.Identity;

/// <summary>Admits edges to the fleet and renews their certificates.</summary>
internal sealed class EnrolmentRpc(
    CertificateAuthority authority,
    JoinTokens tokens,
    Nodes nodes,
    LiveEdges live,
    TokenFailures failures,
    AuditTrail audit,
    ILogger<EnrolmentRpc> log) : Enrolment.EnrolmentBase
{
    private const int MaxRequestBytes = 16 * 1024;
    private const int MaxVersionLength = 64;

    /// <inheritdoc/>
    public override async Task<EnrolResponse> Enrol(EnrolRequest request, ServerCallContext context)
    {
        // 1. The token, before anything else is looked at: a stranger learns nothing about names.
        var group = await CheckTokenAsync(request.Token, context);

        // 2. All that can be wrong with the rest, so that a mistake uses up nothing.
        if (!NodeNames.IsValid(request.Name))
        {
            throw Failure.Of(StatusCode.InvalidArgument,
                "The name is not one: 1 to 253 letters, digits, '.', '-' and '_', the first a letter or digit. Set --name.");
        }

        if (request.Group.Length > 0 && request.Group != group)
        {
            throw Failure.Of(StatusCode.InvalidArgument,
                $"The join token leads into group {group}, not {request.Group}. Leave out --group, or use a token of that group.");
        }

        if (live.IsConnected(request.Name))
        {
            throw Failure.Of(StatusCode.AlreadyExists, $"An edge named {request.Name} is connected. Choose another --name, or stop that edge first.");
        }

        using var certificate = Issue(request.CertificateRequest, request.Name);

        // 3. Count the use, then write the record: a crash in between costs a use, never admits one too many.
        string id;
        try
        {
            id = await tokens.UseAsync(request.Token, context.CancellationToken);
        }
        catch (JoinTokenRefusedException refused)
        {
            throw Failure.Of(StatusCode.Unauthenticated, refused.Message);
        }

        var version = request.Version.Length <= MaxVersionLength ? request.Version : request.Version[..MaxVersionLength];
        var entry = AuditEntries.Of(context, $"group {group}");
        (entry.Actor, entry.Who, entry.Token) = (ActorKind.Node, request.Name, id);
        await nodes.EnrolAsync(request.Name, group, id, version, certificate, context.CancellationToken, entry);
        IdentityLog.Enrolled(log, request.Name, group, id);
        return new EnrolResponse
        {
            Certificate = ByteString.CopyFrom(certificate.RawData),
            Authority = ByteString.CopyFrom(authority.Certificate.RawData),
            Name = request.Name,
            Group = group,
            NotAfter = Timestamp.FromDateTime(certificate.NotAfter.ToUniversalTime()),
        };
    }

    /// <inheritdoc/>
    public override async Task<RenewResponse> Renew(RenewRequest request, ServerCallContext context)
    {
        var name = context.NodeName();
        using var certificate = Issue(request.CertificateRequest, name);
        var askedWith = context.GetHttpContext().Connection.ClientCertificate!.SerialNumber;
        if (!await nodes.RenewAsync(name, askedWith, certificate, context.CancellationToken))
        {
            throw Failure.Of(StatusCode.PermissionDenied, $"Node {name} was revoked, removed or replaced. Enrol the edge again.");
        }

        IdentityLog.Renewed(log, name, certificate.NotAfter.ToUniversalTime());
        return new RenewResponse
        {
            Certificate = ByteString.CopyFrom(certificate.RawData),
            NotAfter = Timestamp.FromDateTime(certificate.NotAfter.ToUniversalTime()),
        };
    }

    private async Task<string> CheckTokenAsync(string token, ServerCallContext context)
    {
        var address = context.GetHttpContext().Connection.RemoteIpAddress;
        if (failures.IsExhausted(address))
        {
            throw Failure.Of(StatusCode.Unauthenticated, "Too many wrong tokens came from this address. Wait a minute.");
        }

        try
        {
            return await tokens.CheckAsync(token, context.CancellationToken);
        }
        catch (JoinTokenRefusedException refused)
        {
            failures.Add(address);
            audit.Refused(context.GetHttpContext(), StatusCode.Unauthenticated);
            IdentityLog.JoinRefused(log, address?.ToString() ?? "", refused.Message);
            throw Failure.Of(StatusCode.Unauthenticated, refused.Message);
        }
    }

    private X509Certificate2 Issue(ByteString signingRequest, string name)
    {
        try
        {
            return signingRequest.Length <= MaxRequestBytes
                ? authority.IssueNode(signingRequest.ToByteArray(), name)
                : throw new CryptographicException($"It is larger than {MaxRequestBytes} bytes.");
        }
        catch (CryptographicException malformed)
        {
            throw Failure.Of(StatusCode.InvalidArgument,
                $"The certificate request is not a PKCS #10 of an ECDSA P-256 key, signed by it. {malformed.Message}");
        }
    }
}
