using FrontDesk.Config.V1;
using FrontDesk.ControlPlane.Records;
using FrontDesk.ControlPlane.Revisions;
using FrontDesk.Edge.V1;
using FrontDesk.Routing.Secrets;
using Google.Protobuf;

namespace FrontDesk.ControlPlane.Publishing;

/// <summary>
/// Builds updates for edges. A delta is built once per scope and way, a small snapshot once per scope, and the bytes are shared by all edges that take them.
/// </summary>
internal sealed class Updates(Desk desk, SecretStore secrets, HeadSigner signer, PublishingOptions options)
{
    // Edges choose where they start, so the number of ways is bounded here.
    private const int MaxDeltas = 256;

    // So that those of many scopes do not add up; see PublishingOptions.SharedSnapshotBytes.
    private const int MaxSnapshots = 4;

    private readonly Lock _lock = new();
    private readonly Dictionary<Way, Lazy<ControlFrame?>> _deltas = [];
    private readonly Dictionary<string, Lazy<ControlFrame[]>> _snapshots = new(StringComparer.Ordinal);
    private DeskHead? _to;

    /// <summary>What the group shall run at a state.</summary>
    public static Position PositionOf(DeskState state, string group) => new()
    {
        Epoch = state.Head.Epoch,
        Revision = state.Head.Revision,
        Digest = ByteString.CopyFrom(state.Scope(group).Digest.ToArray()),
    };

    /// <summary>Signs what is sent.</summary>
    public HeadSigner Signer => signer;

    /// <summary>The delta from where an edge is to a state; null where only a snapshot leads there.</summary>
    public ControlFrame? Delta(Position from, DeskState state, string group)
    {
        var way = new Way(ScopeOf(state, group), from, state.Head.Revision);
        Lazy<ControlFrame?> delta;
        lock (_lock)
        {
            LeadTo(state);
            if (_deltas.Count >= MaxDeltas)
            {
                _deltas.Clear();
            }

            if (!_deltas.TryGetValue(way, out delta!))
            {
                delta = _deltas[way] = new Lazy<ControlFrame?>(() => BuildDelta(from, state, group));
            }
        }

        return delta.Value;
    }

    /// <summary>Forgets what was built: the secrets that it announced are no longer the newest.</summary>
    public void Forget()
    {
        lock (_lock)
        {
            _deltas.Clear();
            _snapshots.Clear();
        }
    }

    /// <summary>The parts of the snapshot of a group at a state. Those of a large one are built for each edge, each when it is reached.</summary>
    public IEnumerable<ControlFrame> Snapshot(DeskState state, string group)
    {
        if (state.Scope(group).Resources.Sum(resource => (long)resource.Resource.Length) > options.SharedSnapshotBytes)
        {
            return BuildSnapshot(state, group);
        }

        var scope = ScopeOf(state, group);
        Lazy<ControlFrame[]> parts;
        lock (_lock)
        {
            LeadTo(state);
            if (!_snapshots.TryGetValue(scope, out parts!))
            {
                if (_snapshots.Count >= MaxSnapshots)
                {
                    _snapshots.Clear();
                }

                parts = _snapshots[scope] = new Lazy<ControlFrame[]>(() => [.. BuildSnapshot(state, group)]);
            }
        }

        return parts.Value;
    }

    /// <summary>The newest versions of all secrets that a group's configuration refers to without a version.</summary>
    public IEnumerable<SecretVersion> Announcements(DeskState state, string group) =>
        state.Scope(group).Resources.Select(Announcement).OfType<SecretVersion>();

    /// <summary>The newest version of the secret that a resource refers to without a version; null where it refers to none.</summary>
    public SecretVersion? Announcement(StoredResource stored) =>
        // Most resources have no secret, and need not be read for that.
        SecretUse.NameOf(stored.Kind, stored.Name) is null ? null : Announcement(SecretUse.Of(Resource.Parser.ParseFrom(stored.Resource)));

    /// <summary>The newest version of a secret, where a group's configuration refers to it without a version; else null.</summary>
    public SecretVersion? Announcement(DeskState state, string group, string secret) =>
        SecretUse.OwnerOf(secret) is { } owner && state.TryGet(owner.Kind, owner.Name, out var resource) && Scopes.Receives(group, resource)
            ? Announcement(SecretUse.Of(resource))
            : null;

    private SecretVersion? Announcement(SecretUse? use) =>
        use is { Version: 0 } ? new SecretVersion { Secret = use.Secret, Version = secrets.NewestVersion(use.Secret) } : null;

    // All groups that no resource names are one scope.
    private static string ScopeOf(DeskState state, string group) => state.IsNamed(group) ? group : "";

    // What leads elsewhere is needed no more.
    private void LeadTo(DeskState state)
    {
        if (!state.Head.Equals(_to))
        {
            _deltas.Clear();
            _snapshots.Clear();
            _to = state.Head;
        }
    }

    private IEnumerable<ControlFrame> BuildSnapshot(DeskState state, string group)
    {
        var to = PositionOf(state, group);
        var chunk = new SnapshotChunk { To = to };
        var size = 0;
        foreach (var resource in state.Scope(group).Resources)
        {
            if (size > 0 && size + resource.Resource.Length > options.ChunkBytes)
            {
                yield return ControlFrame.Of(new ControlMessage { Snapshot = chunk });
                chunk = new SnapshotChunk { To = to };
                size = 0;
            }

            chunk.Resources.Add(resource);
            size += resource.Resource.Length + resource.Name.Length + 16;
            if (Announcement(resource) is { } announcement)
            {
                chunk.Secrets.Add(announcement);
            }
        }

        chunk.Last = true;
        chunk.Head = signer.Sign(state, group);
        yield return ControlFrame.Of(new ControlMessage { Snapshot = chunk });
    }

    private ControlFrame? BuildDelta(Position from, DeskState state, string group)
    {
        if (desk.OperationsBetween(from.Revision, state.Head.Revision, group) is not { } operations)
        {
            return null;
        }

        var delta = new Delta { From = from, To = PositionOf(state, group) };
        long size = 0;
        foreach (var operation in operations)
        {
            size += operation.CalculateSize();
            if (size > options.DeltaBytes)
            {
                return null;
            }

            delta.Operations.Add(operation);
            if (operation.Put is { } put && Announcement(put) is { } announcement)
            {
                delta.Secrets.Add(announcement);
            }
        }

        delta.Head = signer.Sign(state, group);
        return ControlFrame.Of(new ControlMessage { Delta = delta });
    }

    /// <summary>Equal for two edges that can be sent the same bytes.</summary>
    private readonly record struct Way(string Scope, Position From, uint To);
}
