using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using FrontDesk.Edge.Identity;
using FrontDesk.Edge.Snapshots;
using FrontDesk.Edge.V1;
using Google.Protobuf;

namespace FrontDesk.Edge.Sync;

/// <summary>
/// Whether an update is what the control planes of this desk signed. The key is vouched for by the fleet's authority, which the edge knows since it
/// enrolled. A control plane that signs nothing is listened to only by an edge that was never given anything signed: nobody can talk it back.
/// </summary>
internal sealed class HeadVerifier : IDisposable
{
    private readonly ECDsa? _key;
    private readonly string _group;

    private HeadVerifier(ECDsa? key, string group) => (_key, _group) = (key, group);

    /// <summary>The verifier for the updates of one stream.</summary>
    /// <param name="welcome">What the control plane began with.</param>
    /// <param name="authority">The fleet's authority.</param>
    /// <param name="signedBefore">Whether the edge was ever given anything signed.</param>
    /// <param name="now">The time by which the signer's certificate is judged.</param>
    /// <exception cref="InvalidDataException">The signer is not the fleet's, or there is none though there was.</exception>
    public static HeadVerifier Open(Welcome welcome, X509Certificate2 authority, bool signedBefore, DateTimeOffset now)
    {
        if (welcome.Signer.IsEmpty)
        {
            return signedBefore
                ? throw new InvalidDataException("The control plane signs nothing, but this edge was given a signed configuration before.")
                : new HeadVerifier(null, welcome.Group);
        }

        try
        {
            using X509Certificate2 signer = X509CertificateLoader.LoadCertificate(welcome.Signer.Span);
            return ControlPlaneTrust.SignerObjection(signer, authority, now) is { } objection
                ? throw new InvalidDataException($"The control plane names a signer that is not the fleet's: {objection}")
                : new HeadVerifier(signer.GetECDsaPublicKey() ?? throw new InvalidDataException("The control plane names a signer whose key is not ECDSA."), welcome.Group);
        }
        catch (CryptographicException e)
        {
            throw new InvalidDataException($"The control plane names a signer whose certificate cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Checks an update.</summary>
    /// <exception cref="RefusedException">It is not what was signed.</exception>
    public void Check(Position to, SignedHead? head)
    {
        if (_key is not null && Objection(to, head) is { } objection)
        {
            throw new RefusedException(NackReason.NotSigned, $"The update to revision {to.Revision} of epoch {to.Epoch} {objection}; nothing of it was applied.");
        }
    }

    /// <summary>Whether a signature is over a position.</summary>
    public bool Vouches(SignedHead? head, Position position) => _key is not null && Objection(position, head) is null;

    /// <inheritdoc/>
    public void Dispose() => _key?.Dispose();

    private string? Objection(Position to, SignedHead? head)
    {
        if (head is null)
        {
            return "is not signed";
        }

        if (!_key!.VerifyData([.. "frontdesk signed head\0"u8, .. head.Statement.Span], head.Signature.Span, HashAlgorithmName.SHA256))
        {
            return "carries a signature that is not of this fleet's control planes";
        }

        try
        {
            HeadStatement statement = HeadStatement.Parser.ParseFrom(head.Statement);
            return statement.Epoch == to.Epoch && statement.Revision == to.Revision && statement.Digest.Equals(to.Digest)
                && (statement.Group.Length == 0 || statement.Group == _group)
                ? null
                : $"carries a signature over another one: revision {statement.Revision} of epoch {statement.Epoch} for '{statement.Group}'";
        }
        catch (InvalidProtocolBufferException)
        {
            return "carries a signature over something else";
        }
    }
}
