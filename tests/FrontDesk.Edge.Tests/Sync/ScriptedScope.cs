using FrontDesk.Config.V1;
using FrontDesk.Edge.V1;
using FrontDesk.Routing.Snapshots;
using Google.Protobuf;

namespace FrontDesk.Edge.Tests.Sync;

/// <summary>The configuration of a scope and its revisions, as a control plane would keep them.</summary>
internal sealed class ScriptedScope
{
    private readonly Dictionary<(Kind Kind, string Name), StoredResource> _resources = [];
    private readonly Dictionary<string, uint> _secrets = [];
    private ScopeDigest _digest;

    public Position Position => new() { Epoch = 1, Revision = Revision, Digest = ByteString.CopyFrom(_digest.ToArray()) };

    public uint Revision { get; private set; }

    /// <summary>Announces a secret with the next delta or snapshot.</summary>
    public SecretVersion Announce(string secret, uint version)
    {
        _secrets[secret] = version;
        return new SecretVersion { Secret = secret, Version = version };
    }

    /// <summary>Commits one revision that puts these.</summary>
    public Delta Put(params Resource[] resources) => Commit([.. resources.Select(resource => new Operation { Put = Stored(resource) })]);

    /// <summary>Commits one revision that puts bytes as they are.</summary>
    public Delta Put(StoredResource stored) => Commit([new Operation { Put = stored }]);

    /// <summary>Commits one revision that deletes one.</summary>
    public Delta Delete(Kind kind, string name) => Commit([new Operation { Delete = new ResourceKey { Kind = kind, Name = name } }]);

    /// <summary>The snapshot of the newest revision, one resource a chunk.</summary>
    public IReadOnlyList<SnapshotChunk> Snapshot()
    {
        List<SnapshotChunk> chunks = [.. _resources.Values.Select(resource => new SnapshotChunk { To = Position, Resources = { resource } })];
        chunks.Add(new SnapshotChunk { To = Position, Last = true, Secrets = { Secrets } });
        return chunks;
    }

    public static StoredResource Stored(Resource resource)
        => new() { Kind = (Kind)(int)resource.ConfigCase, Name = resource.Name, Resource = resource.ToByteString() };

    private IEnumerable<SecretVersion> Secrets => _secrets.Select(secret => new SecretVersion { Secret = secret.Key, Version = secret.Value });

    private Delta Commit(IReadOnlyList<Operation> operations)
    {
        var from = Position;
        foreach (var operation in operations)
        {
            var key = operation.Put is { } put ? (put.Kind, put.Name) : (operation.Delete.Kind, operation.Delete.Name);
            if (_resources.Remove(key, out var old))
            {
                _digest = _digest.Remove(old);
            }

            if (operation.Put is { } stored)
            {
                _resources[key] = stored;
                _digest = _digest.Add(stored);
            }
        }

        Revision++;
        return new Delta { From = from, To = Position, Operations = { operations }, Secrets = { Secrets } };
    }
}
