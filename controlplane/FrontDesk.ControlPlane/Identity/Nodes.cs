using System.Security.Cryptography.X509Certificates;
using FrontDesk.Admin.V1;
using FrontDesk.ControlPlane.Records;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace FrontDesk.ControlPlane.Identity;

/// <summary>The members of the fleet, connected or not.</summary>
internal sealed class Nodes
{
    /// <summary>The folder of their records.</summary>
    public const string Folder = "nodes";

    private const int Attempts = 10;

    private readonly RecordStore _records;
    private readonly LastSeenRecords _seen;
    private readonly TimeProvider _time;
    private int _changes;
    private volatile Listing? _listing;

    /// <summary>Reads and writes the nodes of a store.</summary>
    public Nodes(RecordStore records, TimeProvider time)
    {
        (_records, _seen, _time) = (records, new LastSeenRecords(records, time), time);
        records.Changed += folder =>
        {
            if (folder == Folder)
            {
                Interlocked.Increment(ref _changes);
            }
        };
    }

    /// <summary>A node; null where none has this name.</summary>
    public async Task<NodeRecord?> FindAsync(string name, CancellationToken cancellationToken) =>
        await _seen.GetAsync(Key(name), cancellationToken) is { } record ? NodeRecord.Parser.ParseFrom(record.Value) : null;

    /// <summary>All nodes, by name: read again only after one changed, since the fleet's status asks often.</summary>
    public async Task<IReadOnlyList<NodeRecord>> ListAsync(CancellationToken cancellationToken)
    {
        var changes = Volatile.Read(ref _changes);
        if (_listing is { } listing && listing.Changes == changes)
        {
            return listing.Nodes;
        }

        NodeRecord[] nodes = [.. (await _records.ListAsync(Folder + "/", cancellationToken)).Select(record => NodeRecord.Parser.ParseFrom(record.Value))];
        _listing = new Listing(changes, nodes);
        return nodes;
    }

    /// <summary>
    /// Makes a node a member. One of the same name that was there before is replaced, and its certificate is good for nothing any more.
    /// </summary>
    public async Task EnrolAsync(string name, string group, string joinToken, string version, X509Certificate2 certificate, CancellationToken cancellationToken, AuditEntry? audit = null)
    {
        var node = new NodeRecord
        {
            Name = name,
            Group = group,
            Enrolled = Timestamp.FromDateTimeOffset(_time.GetUtcNow()),
            Serial = certificate.SerialNumber,
            NotAfter = Timestamp.FromDateTime(certificate.NotAfter.ToUniversalTime()),
            JoinToken = joinToken,
            Version = version,
        };
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var stored = await _records.GetAsync(Key(name), cancellationToken) is { } before
                ? await _records.ReplaceAsync(Key(name), node.ToByteArray(), before.Version, cancellationToken, audit: audit)
                : await _records.CreateAsync(Key(name), node.ToByteArray(), cancellationToken, audit);
            if (stored)
            {
                return;
            }
        }

        throw Contended(name);
    }

    /// <summary>Notes a node's new certificate; the one that asked for it stays good until it lapses, should the answer be lost.</summary>
    /// <returns>False where the node may not: it was revoked, removed or replaced.</returns>
    public async Task<bool> RenewAsync(string name, string askedWith, X509Certificate2 certificate, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var record = await _records.GetAsync(Key(name), cancellationToken);
            var node = record is null ? null : NodeRecord.Parser.ParseFrom(record.Value);
            if (node is null || !Holds(node, askedWith))
            {
                return false;
            }

            node.PreviousSerial = askedWith;
            node.Serial = certificate.SerialNumber;
            node.NotAfter = Timestamp.FromDateTime(certificate.NotAfter.ToUniversalTime());
            if (await _records.ReplaceAsync(Key(name), node.ToByteArray(), record!.Version, cancellationToken))
            {
                return true;
            }
        }

        throw Contended(name);
    }

    /// <summary>Notes what a node says of itself, where that is news, so that it is known while the node is away too.</summary>
    public Task NoteAsync(NodeRecord known, string version, IReadOnlyCollection<string> features, CancellationToken cancellationToken) =>
        known.Version == version && known.Features.SequenceEqual(features)
            ? Task.CompletedTask
            : ChangeAsync(
                known.Name,
                node =>
                {
                    node.Version = version;
                    node.Features.Clear();
                    node.Features.Add(features);
                },
                cancellationToken);

    /// <summary>Changes a node's record.</summary>
    /// <param name="name">The node's name.</param>
    /// <param name="change">The change; it may be asked for again where another was faster.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <param name="audit">What the audit log is to say of it, where it changes something.</param>
    /// <returns>The node after it; null where none has this name.</returns>
    public async Task<NodeRecord?> ChangeAsync(string name, Action<NodeRecord> change, CancellationToken cancellationToken, AuditEntry? audit = null)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            if (await _records.GetAsync(Key(name), cancellationToken) is not { } record)
            {
                return null;
            }

            var before = NodeRecord.Parser.ParseFrom(record.Value);
            var node = before.Clone();
            change(node);
            if (node.Equals(before) || await _records.ReplaceAsync(Key(name), node.ToByteArray(), record.Version, cancellationToken, audit: audit))
            {
                return node;
            }
        }

        throw Contended(name);
    }

    /// <summary>Removes a node's record, where it is still as the condition says: its certificate is good for nothing any more.</summary>
    /// <returns>Whether there was such a node.</returns>
    public async Task<bool> RemoveAsync(string name, Predicate<NodeRecord> condition, CancellationToken cancellationToken, AuditEntry? audit = null)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            if (await _records.GetAsync(Key(name), cancellationToken) is not { } record || !condition(NodeRecord.Parser.ParseFrom(record.Value)))
            {
                return false;
            }

            if (await _records.DeleteAsync(Key(name), record.Version, cancellationToken, audit))
            {
                return true;
            }
        }

        throw Contended(name);
    }

    /// <summary>Whether a certificate of this serial number speaks for the node.</summary>
    public static bool Holds(NodeRecord node, string serial) =>
        !node.Revoked && (node.Serial == serial || node.PreviousSerial == serial);

    private static string Key(string name) => Folder + "/" + name;

    private static RpcException Contended(string name) =>
        Failure.Of(StatusCode.Aborted, $"The record of node {name} changes too often at once. Try again.");

    private sealed record Listing(int Changes, IReadOnlyList<NodeRecord> Nodes);
}
