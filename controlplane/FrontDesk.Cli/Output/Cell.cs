namespace FrontDesk.Cli.Output;

/// <summary>A text with its meaning.</summary>
internal readonly record struct Cell(string Text, Tone Tone = Tone.Plain)
{
    /// <summary>A plain text.</summary>
    public static implicit operator Cell(string text) => new(text);

    /// <summary>A number.</summary>
    public static implicit operator Cell(uint number) => new(number.ToString(System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>The text as it is written; in its tone's colour where wanted.</summary>
    public string Render(bool colour)
    {
        var text = Printable.Line(Text);
        return colour && Tone != Tone.Plain && text.Length > 0 ? $"\u001b[{Code}m{text}\u001b[0m" : text;
    }

    private int Code => Tone switch
    {
        Tone.Title => 1,
        Tone.Good => 32,
        Tone.Warning => 33,
        _ => 31,
    };
}
