using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using FrontDesk.Edge.V1;
using Google.Protobuf;

namespace FrontDesk.Edge.Tests.Sync;

/// <summary>Signs heads as control planes do.</summary>
internal sealed class Signer(X509Certificate2 certificate) : IDisposable
{
    private readonly ECDsa _key = certificate.GetECDsaPrivateKey()!;

    public ByteString Certificate { get; } = ByteString.CopyFrom(certificate.RawData);

    public SignedHead Sign(Position to, string group = "")
    {
        var statement = new HeadStatement { Epoch = to.Epoch, Revision = to.Revision, Digest = to.Digest, Group = group, Chain = ByteString.CopyFrom(new byte[32]) }.ToByteString();
        return new SignedHead { Statement = statement, Signature = ByteString.CopyFrom(_key.SignData([.. "frontdesk signed head\0"u8, .. statement.Span], HashAlgorithmName.SHA256)) };
    }

    /// <summary>The delta, signed.</summary>
    public Delta Sign(Delta delta) => new(delta) { Head = Sign(delta.To) };

    /// <summary>The snapshot, its last part signed.</summary>
    public IReadOnlyList<SnapshotChunk> Sign(IReadOnlyList<SnapshotChunk> chunks) =>
        [.. chunks.Select(chunk => chunk.Last ? new SnapshotChunk(chunk) { Head = Sign(chunk.To) } : chunk)];

    public Welcome Welcome(Position target) => new() { Group = "default", Target = target, Signer = Certificate };

    public void Dispose()
    {
        _key.Dispose();
        certificate.Dispose();
    }
}
