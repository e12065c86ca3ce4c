using FrontDesk.Config.V1;
using FrontDesk.Edge.V1;
using FrontDesk.Routing.Snapshots;
using Google.Protobuf;

namespace FrontDesk.Edge.Snapshots;

/// <summary>From stored bytes to changes that the compiler takes.</summary>
internal static class ResourceDecoding
{
    /// <summary>Reads operations.</summary>
    /// <exception cref="RefusedException">The bytes are no resource, or another than they are named.</exception>
    public static ResourceChange[] Decode(IReadOnlyList<Operation> operations)
    {
        ResourceChange[] changes = new ResourceChange[operations.Count];
        for (int i = 0; i < changes.Length; i++)
        {
            changes[i] = operations[i].Put is { } put ? Decode(put) : new ResourceChange(operations[i].Delete.Kind, operations[i].Delete.Name, null);
        }

        return changes;
    }

    private static ResourceChange Decode(StoredResource stored)
    {
        ResourceKey key = new() { Kind = stored.Kind, Name = stored.Name };
        try
        {
            Resource resource = Resource.Parser.ParseFrom(stored.Resource);
            if (resource.Name != stored.Name || (Kind)(int)resource.ConfigCase != stored.Kind)
            {
                throw new RefusedException(NackReason.Invalid, $"{stored.Kind} '{stored.Name}' holds another resource than it is named, or one of a kind that this edge does not know.", key);
            }

            return new ResourceChange(stored.Kind, stored.Name, resource);
        }
        catch (InvalidProtocolBufferException e)
        {
            throw new RefusedException(NackReason.Invalid, $"{stored.Kind} '{stored.Name}' cannot be read: {e.Message}", key);
        }
    }
}
