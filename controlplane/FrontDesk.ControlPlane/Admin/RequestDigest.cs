using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using FrontDesk.Admin.V1;
using FrontDesk.Config.V1;
using FrontDesk.Routing.Snapshots;
using Google.Protobuf;

namespace FrontDesk.ControlPlane.Admin;

/// <summary>
/// Tells whether two requests ask for the same change: what is put, in any order, what is deleted, the selection, the message, the revision to
/// go back to. Not what it is conditional on: `expected_revision` may differ between a call and its repetition.
/// </summary>
internal static class RequestDigest
{
    /// <summary>The digest of a request: SHA-256, 32 bytes.</summary>
    public static byte[] Of(Proposal proposal, ChangeHeader header, uint rollbackTo)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Add(hash, Encoding.UTF8.GetBytes(proposal.GetType().Name));
        Add(hash, Encoding.UTF8.GetBytes(header.Message));
        Add(hash, [header.NoDefaults ? (byte)1 : (byte)0]);
        Add(hash, new RollbackRequest { Revision = rollbackTo }.ToByteArray());
        switch (proposal)
        {
            case Proposal.Changes changes:
                Add(hash, Sum(changes.Put));
                foreach (var key in changes.Delete.OrderBy(Slot.Of))
                {
                    Add(hash, key.ToByteArray());
                }

                break;
            case Proposal.Whole whole:
                Add(hash, Sum(whole.Put));
                foreach (var (name, value) in whole.Select.OrderBy(label => label.Key, StringComparer.Ordinal))
                {
                    Add(hash, Encoding.UTF8.GetBytes(name));
                    Add(hash, Encoding.UTF8.GetBytes(value));
                }

                break;
        }

        return hash.GetHashAndReset();
    }

    private static byte[] Sum(IReadOnlyList<Resource> resources)
    {
        var sum = ScopeDigest.Empty;
        foreach (var resource in resources)
        {
            sum = sum.Add(Stored.Of(resource));
        }

        return sum.ToArray();
    }

    // Behind its length, so that nothing can be moved from one piece to the next.
    private static void Add(IncrementalHash hash, ReadOnlySpan<byte> piece)
    {
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(length, piece.Length);
        hash.AppendData(length);
        hash.AppendData(piece);
    }
}
