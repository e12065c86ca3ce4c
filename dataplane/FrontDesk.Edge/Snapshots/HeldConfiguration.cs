using FrontDesk.Config.V1;
using FrontDesk.Edge.V1;
using FrontDesk.Routing.Snapshots;
using Google.Protobuf;

namespace FrontDesk.Edge.Snapshots;

/// <summary>
/// The configuration as it was received: the stored bytes of every resource, where in the history they stand, and the newest versions of
/// secrets that were announced. Asking what a change would lead to changes nothing; only <see cref="Commit"/> does.
/// </summary>
internal sealed class HeldConfiguration
{
    private readonly Dictionary<(Kind Kind, string Name), StoredResource> _resources = [];
    private readonly Dictionary<string, uint> _announced = [];

    /// <summary>The history's number; 0 for nothing yet.</summary>
    public uint Epoch { get; private set; }

    /// <summary>The revision; 0 for nothing yet.</summary>
    public uint Revision { get; private set; }

    /// <summary>The digest over the resources.</summary>
    public ScopeDigest Digest { get; private set; }

    /// <summary>The signature that it came with; null where it came without.</summary>
    public SignedHead? Head { get; set; }

    /// <summary>Whether there ever was a configuration.</summary>
    public bool Exists => Epoch != 0;

    /// <summary>The resources, in no order.</summary>
    public IReadOnlyCollection<StoredResource> Resources => _resources.Values;

    /// <summary>The newest versions of secrets, by name.</summary>
    public IReadOnlyDictionary<string, uint> Announced => _announced;

    /// <summary>Where the configuration stands, for the wire.</summary>
    public Position Position => new() { Epoch = Epoch, Revision = Revision, Digest = ByteString.CopyFrom(Digest.ToArray()) };

    /// <summary>Whether this is where the configuration stands.</summary>
    public bool IsAt(Position position) => position.Epoch == Epoch && position.Revision == Revision && Matches(position.Digest, Digest);

    /// <summary>Whether a digest from the wire is this one.</summary>
    public static bool Matches(ByteString digest, ScopeDigest expected) => digest.Span.SequenceEqual(expected.ToArray());

    /// <summary>The digest that the operations would lead to.</summary>
    public ScopeDigest DigestAfter(IEnumerable<Operation> operations)
    {
        ScopeDigest digest = Digest;
        foreach (Operation operation in operations)
        {
            if (_resources.TryGetValue(KeyOf(operation), out StoredResource? old))
            {
                digest = digest.Remove(old);
            }

            if (operation.Put is { } put)
            {
                digest = digest.Add(put);
            }
        }

        return digest;
    }

    /// <summary>The operations that lead to these resources: only what differs, so that everything else keeps its state.</summary>
    public List<Operation> OperationsTo(IReadOnlyCollection<StoredResource> resources)
    {
        List<Operation> operations = [];
        HashSet<(Kind, string)> kept = new(resources.Count);
        foreach (StoredResource resource in resources)
        {
            kept.Add((resource.Kind, resource.Name));
            if (!_resources.TryGetValue((resource.Kind, resource.Name), out StoredResource? old) || !old.Resource.Equals(resource.Resource))
            {
                operations.Add(new Operation { Put = resource });
            }
        }

        foreach ((Kind kind, string name) in _resources.Keys)
        {
            if (!kept.Contains((kind, name)))
            {
                operations.Add(new Operation { Delete = new ResourceKey { Kind = kind, Name = name } });
            }
        }

        return operations;
    }

    /// <summary>Makes the change; its digest is the one that <see cref="DigestAfter"/> told.</summary>
    public void Commit(IEnumerable<Operation> operations, Position to, ScopeDigest digest)
    {
        foreach (Operation operation in operations)
        {
            if (operation.Put is { } put)
            {
                _resources[(put.Kind, put.Name)] = put;
            }
            else
            {
                _resources.Remove(KeyOf(operation));
            }
        }

        (Epoch, Revision, Digest) = (to.Epoch, to.Revision, digest);
    }

    /// <summary>Remembers the newest versions of secrets.</summary>
    public void Announce(IEnumerable<SecretVersion> secrets)
    {
        foreach (SecretVersion secret in secrets)
        {
            _announced[secret.Secret] = secret.Version;
        }
    }

    private static (Kind Kind, string Name) KeyOf(Operation operation) => operation.OperationCase switch
    {
        Operation.OperationOneofCase.Put => (operation.Put.Kind, operation.Put.Name),
        Operation.OperationOneofCase.Delete => (operation.Delete.Kind, operation.Delete.Name),
        _ => throw new InvalidDataException("An operation of the configuration is neither put nor delete."),
    };
}
