using System.Text;

namespace FrontDesk.Cli.Output;

/// <summary>Makes text from elsewhere harmless to a terminal: whoever writes a revision's message must not move its reader's cursor.</summary>
internal static class Printable
{
    /// <summary>The text on one line: line ends become spaces, other control characters are spelled out.</summary>
    public static string Line(string text)
    {
        if (!text.Any(char.IsControl))
        {
            return text;
        }

        var line = new StringBuilder(text.Length + 8);
        foreach (var c in text)
        {
            _ = c switch
            {
                '\n' or '\t' => line.Append(' '),
                '\r' => line,
                _ when char.IsControl(c) => line.Append($"\\u{(int)c:x4}"),
                _ => line.Append(c),
            };
        }

        return line.ToString();
    }
}
