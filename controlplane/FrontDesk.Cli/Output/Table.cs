namespace FrontDesk.Cli.Output;

/// <summary>Rows in columns as wide as their widest text, two spaces apart. The last column is not padded.</summary>
internal sealed class Table(params string[] titles)
{
    private readonly List<Cell[]> _rows = [[.. titles.Select(title => new Cell(title, Tone.Title))]];

    /// <summary>Adds a row of as many cells as there are titles.</summary>
    public void Add(params Cell[] cells) => _rows.Add(cells);

    /// <summary>Writes the titles and all rows.</summary>
    public void Write(Shell shell)
    {
        var widths = new int[titles.Length];
        foreach (var row in _rows)
        {
            for (var i = 0; i < widths.Length; i++)
            {
                widths[i] = Math.Max(widths[i], Printable.Line(row[i].Text).Length);
            }
        }

        foreach (var row in _rows)
        {
            shell.Out.WriteLine(Line(row, widths, shell.Colour).TrimEnd());
        }
    }

    private static string Line(Cell[] row, int[] widths, bool colour)
    {
        var parts = new string[row.Length];
        for (var i = 0; i < row.Length; i++)
        {
            var padding = i == row.Length - 1 ? 0 : widths[i] - Printable.Line(row[i].Text).Length;
            parts[i] = row[i].Render(colour) + new string(' ', padding);
        }

        return string.Join("  ", parts);
    }
}
