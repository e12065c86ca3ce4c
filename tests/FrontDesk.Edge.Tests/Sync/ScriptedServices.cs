using FrontDesk.Edge.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using NodeKey = FrontDesk.Edge.Identity.NodeKey;

namespace FrontDesk.Edge.Tests.Sync;

/// <summary>Tells the authority.</summary>
internal sealed class ScriptedTrust(ScriptedControlPlane plane) : Trust.TrustBase
{
    public override Task<GetAuthorityResponse> GetAuthority(GetAuthorityRequest request, ServerCallContext context)
        => Task.FromResult(new GetAuthorityResponse { Certificate = ByteString.CopyFrom(plane.Authority.Certificate.RawData) });
}

/// <summary>Enrols and renews whoever asks, unless the test refuses.</summary>
internal sealed class ScriptedEnrolment(ScriptedControlPlane plane) : Enrolment.EnrolmentBase
{
    public override Task<EnrolResponse> Enrol(EnrolRequest request, ServerCallContext context)
    {
        plane.Asked(request);
        if (plane.Refusal is { } refusal)
        {
            throw refusal;
        }

        using var another = new NodeKey();
        var wanted = plane.Swaps ? another.CreateRequest() : request.CertificateRequest.ToByteArray();
        using var certificate = plane.Authority.IssueNode(wanted, request.Name, plane.NodeLife, plane.NodeStart);
        return Task.FromResult(new EnrolResponse
        {
            Name = request.Name,
            Group = "default",
            Certificate = ByteString.CopyFrom(certificate.RawData),
            Authority = ByteString.CopyFrom(plane.Authority.Certificate.RawData),
            NotAfter = certificate.NotAfter.ToUniversalTime().ToTimestamp(),
        });
    }

    public override Task<RenewResponse> Renew(RenewRequest request, ServerCallContext context)
    {
        using var certificate = plane.Authority.IssueNode(request.CertificateRequest.ToByteArray(), "edge-1", TimeSpan.FromHours(24));
        plane.Renewed.TrySetResult(request);
        return Task.FromResult(new RenewResponse { Certificate = ByteString.CopyFrom(certificate.RawData), NotAfter = certificate.NotAfter.ToUniversalTime().ToTimestamp() });
    }
}

/// <summary>Hands each stream to the test.</summary>
internal sealed class ScriptedSync(ScriptedControlPlane plane) : V1.Sync.SyncBase
{
    public override async Task Connect(IAsyncStreamReader<EdgeMessage> requestStream, IServerStreamWriter<ControlMessage> responseStream, ServerCallContext context)
    {
        await requestStream.MoveNext();
        var stream = new ScriptedStream(requestStream.Current.Hello, context.GetHttpContext().Connection.ClientCertificate, responseStream);
        plane.Opened(stream);
        var reading = ReadAsync(requestStream, stream);
        await Task.WhenAny(stream.End, reading);
    }

    public override async Task GetSecrets(GetSecretsRequest request, IServerStreamWriter<GetSecretsResponse> responseStream, ServerCallContext context)
    {
        foreach (var wanted in request.Secrets)
        {
            plane.SecretsAsked++;
            if (!plane.Secrets.TryGetValue(wanted.Secret, out var secret))
            {
                throw new RpcException(new Grpc.Core.Status(StatusCode.NotFound, $"There is no secret '{wanted.Secret}'."));
            }

            await responseStream.WriteAsync(secret);
        }
    }

    private static async Task ReadAsync(IAsyncStreamReader<EdgeMessage> requests, ScriptedStream stream)
    {
        try
        {
            while (await requests.MoveNext())
            {
                stream.Said.TryWrite(requests.Current);
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // The edge went: an ending like any other.
        }

        stream.Said.TryComplete();
    }
}
