using FrontDesk.Config.V1;
using FrontDesk.Configuration.Documents.Tree;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace FrontDesk.Configuration.Documents;

/// <summary>Reads the sections of one document.</summary>
/// <param name="problems">Where problems go.</param>
/// <param name="variable">The value for `${NAME}`.</param>
/// <param name="found">Takes each resource with its name's and its value's place.</param>
internal sealed class ResourceBinder(ProblemList problems, Func<string, string?> variable, Action<Resource, DocumentNode, DocumentNode> found)
{
    private static readonly MessageSchema Envelope = MessageSchema.Of(Resource.Descriptor);
    private readonly MessageBinder _binder = new(problems, variable);

    /// <summary>Reads a document's root.</summary>
    public void ReadRoot(DocumentNode root)
    {
        if (root is ScalarNode { IsNull: true })
        {
            return;
        }

        if (root is not MapNode map)
        {
            problems.Add(root, $"A document must be a map of sections, but this is {root.Noun}.", $"Known are {string.Join(", ", Sections.Fields.Select(Sections.NameOf))}.");
            return;
        }

        foreach (var entry in map.Entries)
        {
            ReadSection(entry);
        }
    }

    private void ReadSection(MapEntry section)
    {
        var name = section.Key.Text;
        if (!Sections.ByName.TryGetValue(name, out var field))
        {
            problems.Path.Push(name);
            if (Envelope.Reserved.Contains(name))
            {
                problems.Add(section.Key, $"The section `{name}` is not supported by this version.", "Leave it out.");
            }
            else
            {
                problems.Add(section.Key, $"There is no section `{name}`.", NearestName.Hint(name, Sections.ByName.Keys));
            }

            problems.Path.Pop();
        }
        else if (Sections.KindOf(field) == Kind.Settings)
        {
            ReadResource(field, new MapEntry(new ScalarNode(Sections.SettingsName, true, section.Key.Line, section.Key.Column), section.Value));
        }
        else if (section.Value is MapNode resources)
        {
            foreach (var entry in resources.Entries)
            {
                ReadResource(field, entry);
            }
        }
        else if (section.Value is not ScalarNode { IsNull: true })
        {
            problems.Path.Push(name);
            problems.Add(section.Value, $"The section `{name}` must be a map of names, but is {section.Value.Noun}.", $"Write each {field.JsonName}'s name, a colon, and what it is.");
            problems.Path.Pop();
        }
    }

    private void ReadResource(FieldDescriptor field, MapEntry entry)
    {
        problems.Resource = (Sections.KindOf(field), entry.Key.Text);
        var resource = new Resource { Name = entry.Key.Text };
        var config = field.MessageType.Parser.ParseFrom(ByteString.Empty);
        var schema = MessageSchema.Of(field.MessageType);
        if (entry.Value is MapNode map)
        {
            foreach (var member in map.Entries)
            {
                if (Sections.Beside.Contains(member.Key.Text))
                {
                    _binder.FillField(resource, Envelope, member);
                }
                else
                {
                    _binder.FillField(config, schema, member);
                }
            }
        }
        else
        {
            _binder.Fill(config, entry.Value);
        }

        field.Accessor.SetValue(resource, config);
        found(resource, entry.Key, entry.Value);
        problems.Resource = (Kind.Unspecified, "");
    }
}
