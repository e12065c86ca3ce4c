using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using FrontDesk.ControlPlane.Revisions;
using FrontDesk.Edge.V1;
using Google.Protobuf;

namespace FrontDesk.ControlPlane.Publishing;

/// <summary>
/// Signs where the history stands, once per revision and scope and not per edge, and knows what it signed when an edge shows it. Whoever holds the
/// store but no control plane can neither make edges take a configuration nor make a control plane believe that there was one.
/// </summary>
internal sealed class HeadSigner(X509Certificate2 signer) : IDisposable
{
    // Scopes of one revision that are kept; more are signed again when they are asked for.
    private const int MaxKept = 1000;
    private const int ChainBytes = 32;

    private readonly Lock _lock = new();
    private readonly ECDsa _key = signer.GetECDsaPrivateKey()!;
    private readonly Dictionary<string, SignedHead> _signed = new(StringComparer.Ordinal);
    private DeskHead? _head;

    /// <summary>The signer's certificate, DER.</summary>
    public ByteString Certificate { get; } = ByteString.CopyFrom(signer.RawData);

    /// <summary>What a group shall run at a state, signed. All groups that no resource names have one signature in common.</summary>
    public SignedHead Sign(DeskState state, string group)
    {
        var scope = state.IsNamed(group) ? group : "";
        lock (_lock)
        {
            if (!state.Head.Equals(_head) || _signed.Count >= MaxKept)
            {
                _signed.Clear();
                _head = state.Head;
            }

            if (!_signed.TryGetValue(scope, out var signed))
            {
                _signed[scope] = signed = Sign(new HeadStatement
                {
                    Epoch = state.Head.Epoch,
                    Revision = state.Head.Revision,
                    Chain = ByteString.CopyFrom(state.Head.Chain),
                    Group = scope,
                    Digest = ByteString.CopyFrom(state.Scope(group).Digest.ToArray()),
                });
            }

            return signed;
        }
    }

    /// <summary>The place that an edge shows with a signature of this desk's; null where there is none, or it is no such signature.</summary>
    public DeskHead? Verify(SignedHead? shown)
    {
        if (shown is null)
        {
            return null;
        }

        lock (_lock)
        {
            if (!_key.VerifyData(Signed(shown.Statement), shown.Signature.Span, HashAlgorithmName.SHA256))
            {
                return null;
            }
        }

        // Signed by us, so it parses.
        var statement = HeadStatement.Parser.ParseFrom(shown.Statement);
        return statement.Chain.Length == ChainBytes ? new DeskHead(statement.Epoch, statement.Revision, statement.Chain.ToByteArray()) : null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _key.Dispose();
        signer.Dispose();
    }

    private SignedHead Sign(HeadStatement statement)
    {
        var bytes = statement.ToByteString();
        return new SignedHead { Statement = bytes, Signature = ByteString.CopyFrom(_key.SignData(Signed(bytes), HashAlgorithmName.SHA256)) };
    }

    // Behind its purpose: nothing else that this key may ever sign can stand in for it.
    private static byte[] Signed(ByteString statement) => [.. "frontdesk signed head\0"u8, .. statement.Span];
}
