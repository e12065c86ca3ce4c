namespace FrontDesk.Cli.Tests.Fakes;

/// <summary>Presses Ctrl-C after some lines.</summary>
internal sealed class LineCounter(int lines, CancellationTokenSource pressed) : StringWriter
{
    private int _lines;

    public override void WriteLine(string? value)
    {
        base.WriteLine(value);
        if (++_lines == lines)
        {
            pressed.Cancel();
        }
    }
}
