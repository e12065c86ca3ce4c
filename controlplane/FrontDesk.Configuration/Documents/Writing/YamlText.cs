using System.Text;
using FrontDesk.Configuration.Documents.Tree;

namespace FrontDesk.Configuration.Documents.Writing;

/// <summary>Writes values as YAML: what fits on a line stands on one line, the rest is indented by two.</summary>
internal static class YamlText
{
    /// <summary>Columns that a value in braces or brackets may reach.</summary>
    private const int Width = 100;

    /// <summary>A whole document; the root and its sections are never put on one line.</summary>
    public static string Write(MapNode root)
    {
        var text = new StringBuilder();
        foreach (var section in root.Entries)
        {
            text.Append(text.Length == 0 ? "" : "\n").Append(section.Key.Text).Append(':');
            WriteBlock(text, section.Value, indent: 2);
        }

        return text.Length == 0 ? "{}\n" : text.ToString();
    }

    /// <summary>A value on one line.</summary>
    public static string OnOneLine(DocumentNode node) => node switch
    {
        ScalarNode { IsPlain: true } number => number.Text,
        ScalarNode scalar => YamlScalar.Write(scalar.Text),
        ListNode list => $"[{string.Join(", ", list.Items.Select(OnOneLine))}]",
        MapNode { Entries.Count: 0 } => "{}",
        MapNode map => $"{{ {string.Join(", ", map.Entries.Select(entry => $"{OnOneLine(entry.Key)}: {OnOneLine(entry.Value)}"))} }}",
        _ => throw new InvalidOperationException($"A document has no {node.GetType().Name}."),
    };

    /// <summary>What stands after a name and its colon, or after a list's dash, to the end of the line.</summary>
    private static void WriteValue(StringBuilder text, DocumentNode node, int indent, int column)
    {
        var line = OnOneLine(node);
        if (node is ScalarNode or ListNode { Items.Count: 0 } or MapNode { Entries.Count: 0 } || column + line.Length <= Width)
        {
            text.Append(' ').Append(line).Append('\n');
        }
        else
        {
            WriteBlock(text, node, indent);
        }
    }

    private static void WriteBlock(StringBuilder text, DocumentNode node, int indent)
    {
        switch (node)
        {
            case MapNode { Entries.Count: > 0 } map:
                text.Append('\n');
                foreach (var entry in map.Entries)
                {
                    var key = OnOneLine(entry.Key);
                    text.Append(' ', indent).Append(key).Append(':');
                    WriteValue(text, entry.Value, indent + 2, indent + key.Length + 2);
                }

                break;
            case ListNode { Items.Count: > 0 } list:
                text.Append('\n');
                foreach (var item in list.Items)
                {
                    // An item that is too long stays on its line: no item of the language needs more than a few fields.
                    text.Append(' ', indent).Append("- ").Append(OnOneLine(item)).Append('\n');
                }

                break;
            default:
                text.Append(' ').Append(OnOneLine(node)).Append('\n');
                break;
        }
    }
}
