using System.Collections.Concurrent;
using System.Collections.Frozen;
using Google.Protobuf.Reflection;

namespace FrontDesk.Configuration.Documents;

/// <summary>What documents may say of one message: its fields as they are spelled, and the names kept for later versions.</summary>
internal sealed class MessageSchema
{
    private static readonly ConcurrentDictionary<string, MessageSchema> Known = new();

    private MessageSchema(MessageDescriptor descriptor)
    {
        Fields = descriptor.Fields.InDeclarationOrder().Select(field => new FieldSchema(field)).ToArray();
        ByName = Fields.ToFrozenDictionary(field => field.Name);
        Reserved = descriptor.ToProto().ReservedName.ToFrozenSet();
        Names = [.. Fields.Select(field => field.Name), .. Sections.Fields.Any(kind => kind.MessageType == descriptor) ? Sections.Beside : []];
        Principal = Shorthands.Principal(descriptor);
    }

    /// <summary>The fields in the order of the contract.</summary>
    public FieldSchema[] Fields { get; }

    /// <summary>The fields by the name that documents give them.</summary>
    public FrozenDictionary<string, FieldSchema> ByName { get; }

    /// <summary>All names that may stand in a document where the message is wanted.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Names that a later version will have.</summary>
    public FrozenSet<string> Reserved { get; }

    /// <summary>The field that a single value stands for where the message is wanted; null where none does.</summary>
    public string? Principal { get; }

    /// <summary>The schema of a message.</summary>
    public static MessageSchema Of(MessageDescriptor descriptor) => Known.GetOrAdd(descriptor.FullName, _ => new MessageSchema(descriptor));
}
