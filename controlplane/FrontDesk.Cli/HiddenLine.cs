using System.Text;

namespace FrontDesk.Cli;

/// <summary>Reads a line from the terminal without showing it.</summary>
internal static class HiddenLine
{
    /// <summary>The line without its end; null when the input ended first.</summary>
    public static string? Read()
    {
        var line = new StringBuilder();
        while (true)
        {
            var key = Console.ReadKey(intercept: true);
            switch (key.Key)
            {
                case ConsoleKey.Enter:
                    return line.ToString();
                case ConsoleKey.Backspace:
                    line.Length = Math.Max(0, line.Length - 1);
                    break;
                case ConsoleKey.D when key.Modifiers == ConsoleModifiers.Control:
                    return line.Length == 0 ? null : line.ToString();
                default:
                    if (!char.IsControl(key.KeyChar))
                    {
                        line.Append(key.KeyChar);
                    }

                    break;
            }
        }
    }
}
