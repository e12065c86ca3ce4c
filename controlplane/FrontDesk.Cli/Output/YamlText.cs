using System.Text.Json;
using System.Text.Json.Nodes;

namespace FrontDesk.Cli.Output;

/// <summary>Writes JSON as block YAML. A text is plain only where every reader of YAML, old ones too, takes it for a text.</summary>
internal static class YamlText
{
    private static readonly string[] Reserved = ["true", "false", "yes", "no", "on", "off", "y", "n", "null"];

    /// <summary>Writes an object as a document.</summary>
    public static void Write(TextWriter writer, JsonObject value) => WriteMembers(writer, value, 0, continuesLine: false);

    private static void WriteMembers(TextWriter writer, JsonObject value, int indent, bool continuesLine)
    {
        foreach (var (name, member) in value)
        {
            writer.Write(new string(' ', continuesLine ? 0 : indent));
            continuesLine = false;
            writer.Write($"{Text(name)}:");
            WriteValue(writer, member, indent + 2);
        }
    }

    private static void WriteItems(TextWriter writer, JsonArray items, int indent)
    {
        foreach (var item in items)
        {
            writer.Write(new string(' ', indent) + "-");
            if (item is JsonObject { Count: > 0 } members)
            {
                writer.Write(' ');
                WriteMembers(writer, members, indent + 2, continuesLine: true);
            }
            else
            {
                WriteValue(writer, item, indent + 2);
            }
        }
    }

    private static void WriteValue(TextWriter writer, JsonNode? value, int indent)
    {
        switch (value)
        {
            case JsonObject { Count: > 0 } members:
                writer.WriteLine();
                WriteMembers(writer, members, indent, continuesLine: false);
                break;
            case JsonArray { Count: > 0 } items:
                writer.WriteLine();
                WriteItems(writer, items, indent);
                break;
            case JsonValue text when text.GetValueKind() == JsonValueKind.String:
                writer.WriteLine($" {Text(text.GetValue<string>())}");
                break;
            default:
                writer.WriteLine($" {value?.ToJsonString() ?? "null"}");
                break;
        }
    }

    private static string Text(string text) => IsPlain(text) ? text : JsonValue.Create(text).ToJsonString();

    private static bool IsPlain(string text) =>
        text.Length > 0
        && char.IsAsciiLetter(text[0])
        && text.AsSpan().IndexOfAnyExcept("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./") < 0
        && !Reserved.Contains(text, StringComparer.OrdinalIgnoreCase);
}
