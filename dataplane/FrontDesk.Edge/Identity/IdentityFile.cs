using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using FrontDesk.Edge.Hosting;
using Google.Protobuf;

namespace FrontDesk.Edge.Identity;

/// <summary>The membership on disk, encrypted: `identity` in the data directory.</summary>
internal sealed class IdentityFile(DataDirectory directory, IDisk disk, StateKey key)
{
    private const string Purpose = "identity";

    private readonly string _path = directory.Of("identity");

    /// <summary>Reads it; null where the edge never enrolled.</summary>
    /// <exception cref="EdgeStartException">It is there and cannot be read.</exception>
    public NodeIdentity? Read()
    {
        if (!File.Exists(_path))
        {
            return null;
        }

        try
        {
            StoredIdentity stored = StoredIdentity.Parser.ParseFrom(key.Unseal(File.ReadAllBytes(_path), Purpose));
            using ECDsa nodeKey = ECDsa.Create();
            nodeKey.ImportPkcs8PrivateKey(stored.Key.Span, out _);
            using X509Certificate2 certificate = X509CertificateLoader.LoadCertificate(stored.Certificate.Span);
            X509Certificate2 authority = X509CertificateLoader.LoadCertificate(stored.Authority.Span);
            return new NodeIdentity(stored.Name, stored.Group, certificate.CopyWithPrivateKey(nodeKey), authority);
        }
        catch (Exception e) when (e is CryptographicException or InvalidProtocolBufferException or ArgumentException or IOException)
        {
            throw new EdgeStartException(
                $"The identity {_path} cannot be read: {e.Message} Give the state key it was made with, or move the file away and start with a new join token.", e);
        }
    }

    /// <summary>Writes it.</summary>
    /// <exception cref="IOException">The one before is still there.</exception>
    public void Write(NodeIdentity identity)
    {
        using ECDsa nodeKey = identity.Certificate.GetECDsaPrivateKey()!;
        StoredIdentity stored = new()
        {
            Name = identity.Name,
            Group = identity.Group,
            Certificate = ByteString.CopyFrom(identity.Certificate.RawData),
            Key = ByteString.CopyFrom(nodeKey.ExportPkcs8PrivateKey()),
            Authority = ByteString.CopyFrom(identity.Authority.RawData),
        };
        disk.Replace(_path, stream => stream.Write(key.Seal(stored.ToByteArray(), Purpose)));
    }
}
