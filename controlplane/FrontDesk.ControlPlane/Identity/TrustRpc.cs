using FrontDesk.Edge.V1;
using Google.Protobuf;
using Grpc.Core;

namespace FrontDesk.ControlPlane.Identity;

/// <summary>Tells strangers who the authority is; they hold its fingerprint already.</summary>
internal sealed class TrustRpc(CertificateAuthority authority) : Trust.TrustBase
{
    /// <inheritdoc/>
    public override Task<GetAuthorityResponse> GetAuthority(GetAuthorityRequest request, ServerCallContext context) =>
        Task.FromResult(new GetAuthorityResponse { Certificate = ByteString.CopyFrom(authority.Certificate.RawData) });
}
