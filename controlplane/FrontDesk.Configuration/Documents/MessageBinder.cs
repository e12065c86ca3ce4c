using System.Collections;
using FrontDesk.Configuration.Documents.Tree;
using FrontDesk.Configuration.Documents.Values;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace FrontDesk.Configuration.Documents;

/// <summary>Fills messages from a document's values, as their descriptors say. Tells what does not fit and goes on.</summary>
/// <param name="problems">Where problems go.</param>
/// <param name="variable">The value for `${NAME}`; null for "not set".</param>
internal sealed class MessageBinder(ProblemList problems, Func<string, string?> variable)
{
    /// <summary>Fills a message from a map, or from the value that stands for its principal field.</summary>
    public void Fill(IMessage message, DocumentNode node)
    {
        var schema = MessageSchema.Of(message.Descriptor);
        if (node is MapNode map)
        {
            foreach (var entry in map.Entries)
            {
                FillField(message, schema, entry);
            }
        }
        else if (schema.Principal is { } principal && node is ListNode or ScalarNode { IsNull: false } && Accepts(schema.ByName[principal!], node))
        {
            SetField(message, schema.ByName[principal!], node);
        }
        else
        {
            problems.Add(node, $"This must be a map of fields, but is {node.Noun}.", schema.Fields.Length == 0 ? "Write {}." : "");
        }
    }

    /// <summary>Fills the field that an entry names.</summary>
    public void FillField(IMessage message, MessageSchema schema, MapEntry entry)
    {
        problems.Path.Push(entry.Key.Text);
        if (schema.ByName.TryGetValue(entry.Key.Text, out var field))
        {
            SetField(message, field, entry.Value);
        }
        else if (schema.Reserved.Contains(entry.Key.Text))
        {
            problems.Add(entry.Key, $"`{entry.Key.Text}` is not supported by this version.", "Leave it out.");
        }
        else
        {
            problems.Add(entry.Key, $"There is no field `{entry.Key.Text}` here.", entry.Key.Text == "<<"
                ? "YAML 1.2 has no merge keys: write the fields out."
                : NearestName.Hint(entry.Key.Text, schema.Names));
        }

        problems.Path.Pop();
    }

    private static bool Accepts(FieldSchema field, DocumentNode node) => node is ScalarNode || field.Descriptor.IsRepeated;

    private void SetField(IMessage message, FieldSchema field, DocumentNode node)
    {
        if (node is ScalarNode { IsNull: true } && (field.IsScalar || field.Descriptor.IsRepeated))
        {
            problems.Add(node, "This has no value.", "Give it one, in quotes where the text null is meant, or leave it out.");
        }
        else if (field.Descriptor.IsMap)
        {
            FillMap(message, field, node);
        }
        else if (field.Descriptor.IsRepeated)
        {
            FillList(message, field, node);
        }
        else if (field.Descriptor.RealContainingOneof is { } oneof && oneof.Accessor.GetCaseFieldDescriptor(message) is { } other)
        {
            problems.Add(node, $"Only one of {string.Join(", ", oneof.Fields.Select(member => member.JsonName))} can be given, and `{other.JsonName}` is there already.", "Remove one of them.");
        }
        else if (ReadValue(field, field.Descriptor, node) is { } value)
        {
            field.Descriptor.Accessor.SetValue(message, value);
        }
    }

    private void FillList(IMessage message, FieldSchema field, DocumentNode node)
    {
        var list = (IList)field.Descriptor.Accessor.GetValue(message);
        if (node is not ListNode items)
        {
            // One value where a list is wanted is a list of one.
            Append(node);
            return;
        }

        for (var at = 0; at < items.Items.Count; at++)
        {
            problems.Path.Push(at);
            Append(items.Items[at]);
            problems.Path.Pop();
        }

        void Append(DocumentNode item)
        {
            if (ReadValue(field, field.Descriptor, item) is { } value)
            {
                list.Add(value);
            }
        }
    }

    private void FillMap(IMessage message, FieldSchema field, DocumentNode node)
    {
        if (node is not MapNode map)
        {
            problems.Add(node, $"This must be a map of names and values, but is {node.Noun}.");
            return;
        }

        var dictionary = (IDictionary)field.Descriptor.Accessor.GetValue(message);
        foreach (var entry in map.Entries)
        {
            problems.Path.Push(entry.Key.Text);
            if (ReadValue(field, field.Value, entry.Value) is { } value)
            {
                dictionary[entry.Key.Text] = value;
            }

            problems.Path.Pop();
        }
    }

    private object? ReadValue(FieldSchema field, FieldDescriptor type, DocumentNode node)
    {
        if (!field.IsScalar)
        {
            var message = type.MessageType.Parser.ParseFrom(ByteString.Empty);
            Fill(message, node);
            return message;
        }

        if (node is not ScalarNode { IsNull: false } scalar)
        {
            problems.Add(node, $"This must be a single value, but is {node.Noun}.");
            return null;
        }

        if (!Variables.TryResolve(scalar.Text, variable, out var text, out var reason))
        {
            problems.Add(node, reason, "Set it in the environment, or write $${ where ${ itself is meant.");
            return null;
        }

        var value = ScalarValue.Read(type, text, out var mustBe, out var hint);
        if (value is null)
        {
            problems.Add(node, field.IsSensitive ? $"This {mustBe}." : $"`{Shorten(text)}` {mustBe}.", hint);
        }

        return value;
    }

    private static string Shorten(string text) => text.Length <= 100 ? text : text[..97] + "...";
}
