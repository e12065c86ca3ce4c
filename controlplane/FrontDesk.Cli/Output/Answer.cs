using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Google.Protobuf;

namespace FrontDesk.Cli.Output;

/// <summary>Writes answers for programs: proto JSON with default values, so that fields are always there; or the same as YAML.</summary>
internal static class Answer
{
    private static readonly JsonFormatter Formatter = new(JsonFormatter.Settings.Default.WithFormatDefaultValues(true));

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly JsonSerializerOptions OneLine = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A message's proto JSON form.</summary>
    public static JsonObject Of(IMessage message) => JsonNode.Parse(Formatter.Format(message))!.AsObject();

    /// <summary>Messages' proto JSON forms.</summary>
    public static JsonArray Of(IEnumerable<IMessage> messages) => new([.. messages.Select(Of)]);

    /// <summary>Writes one answer as <paramref name="format"/> says, which is not <see cref="OutputFormat.Table"/>.</summary>
    public static void Write(Shell shell, OutputFormat format, JsonObject answer)
    {
        if (format == OutputFormat.Yaml)
        {
            YamlText.Write(shell.Out, answer);
        }
        else
        {
            shell.Out.WriteLine(answer.ToJsonString(Indented));
        }
    }

    /// <summary>Writes one answer of a stream of answers: a line of JSON, or a YAML document.</summary>
    public static void WriteNext(Shell shell, OutputFormat format, JsonObject answer)
    {
        if (format == OutputFormat.Yaml)
        {
            shell.Out.WriteLine("---");
            YamlText.Write(shell.Out, answer);
        }
        else
        {
            shell.Out.WriteLine(answer.ToJsonString(OneLine));
        }

        shell.Out.Flush();
    }
}
