using System.Collections;
using FrontDesk.Config.V1;
using FrontDesk.Configuration.Documents.Tree;
using FrontDesk.Configuration.Documents.Values;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace FrontDesk.Configuration.Documents.Writing;

/// <summary>Turns messages into the values of a document, in their one canonical form. Secret fields are left out.</summary>
internal static class MessageTree
{
    /// <summary>A resource without its name; one value where that says it all.</summary>
    public static DocumentNode Of(Resource resource)
    {
        var fields = FieldsOf(resource);
        return fields.Entries is [{ Key.Text: "endpoints", Value: ListNode { Items: [ScalarNode url] } }] ? url : fields;
    }

    /// <summary>A resource without its name: its own fields, then groups and labels.</summary>
    public static MapNode FieldsOf(Resource resource)
    {
        var envelope = MessageSchema.Of(Resource.Descriptor);
        var entries = new List<MapEntry>();
        if (Sections.ConfigOf(resource) is { } config)
        {
            Append(entries, config, MessageSchema.Of(config.Descriptor));
        }

        foreach (var name in Sections.Beside)
        {
            AppendField(entries, resource, envelope.ByName[name]);
        }

        return new MapNode(entries);
    }

    private static DocumentNode OfMessage(IMessage message)
    {
        var schema = MessageSchema.Of(message.Descriptor);
        var entries = new List<MapEntry>();
        Append(entries, message, schema);
        return entries is [{ Value: ScalarNode only }] && entries[0].Key.Text == schema.Principal ? only : new MapNode(entries);
    }

    private static void Append(List<MapEntry> entries, IMessage message, MessageSchema schema)
    {
        foreach (var field in schema.Fields)
        {
            AppendField(entries, message, field);
        }
    }

    private static void AppendField(List<MapEntry> entries, IMessage message, FieldSchema field)
    {
        if (!field.IsSensitive && OfField(message, field) is { } node)
        {
            entries.Add(new MapEntry(new ScalarNode(field.Name, isPlain: false), node));
        }
    }

    /// <summary>A field's value; null where it is not set.</summary>
    private static DocumentNode? OfField(IMessage message, FieldSchema field)
    {
        var accessor = field.Descriptor.Accessor;
        if (field.Descriptor.IsMap)
        {
            var values = (IDictionary)accessor.GetValue(message);
            var entries = values.Keys.Cast<string>()
                .Order(StringComparer.Ordinal)
                .Select(key => new MapEntry(new ScalarNode(key, isPlain: false), OfValue(field, field.Value, values[key]!)))
                .ToList();
            return entries.Count == 0 ? null : new MapNode(entries);
        }

        if (field.Descriptor.IsRepeated)
        {
            var items = ((IList)accessor.GetValue(message)).Cast<object>().Select(item => OfValue(field, field.Descriptor, item)).ToList();
            return items.Count == 0 ? null : items is [ScalarNode only] && Shorthands.IsWrittenAlone(field.Descriptor) ? only : new ListNode(items);
        }

        var value = accessor.GetValue(message);
        return IsSet(message, field.Descriptor, value) ? OfValue(field, field.Descriptor, value) : null;
    }

    private static bool IsSet(IMessage message, FieldDescriptor field, object? value) =>
        field.HasPresence ? field.Accessor.HasValue(message) : value switch
        {
            string text => text.Length > 0,
            ByteString bytes => bytes.Length > 0,
            Enum number => Convert.ToInt32(number, null) != 0,
            bool yes => yes,
            ulong number => number != 0,
            _ => Convert.ToInt64(value, null) != 0,
        };

    private static DocumentNode OfValue(FieldSchema field, FieldDescriptor type, object value)
    {
        if (!field.IsScalar)
        {
            return OfMessage((IMessage)value);
        }

        var text = ScalarValue.Write(type, value);
        return ScalarValue.IsNumberOrBoolean(type) ? new ScalarNode(text, isPlain: true) : new ScalarNode(Variables.Escape(text), isPlain: false);
    }
}
