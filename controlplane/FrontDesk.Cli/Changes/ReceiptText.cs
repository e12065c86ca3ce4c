using FrontDesk.Admin.V1;
using FrontDesk.Cli.Flags;
using FrontDesk.Cli.Output;

namespace FrontDesk.Cli.Changes;

/// <summary>The receipt as people read it: a line for each edge as it answers, and one for each that was not there.</summary>
internal sealed class ReceiptText(Shell shell, ChangeResult result)
{
    private readonly int _width = result.Connected.Concat(result.Absent).Concat(result.Behind).Select(name => name.Length).DefaultIfEmpty().Max();

    /// <summary>Writes one edge's answer.</summary>
    public void Write(WaitForEdgesResponse answer)
    {
        var time = DurationText.Format(answer.After?.ToTimeSpan() ?? TimeSpan.Zero);
        Write(answer.Edge, answer.Answer switch
        {
            EdgeAnswer.Applied => new Cell($"applied in {time}", Tone.Good),
            EdgeAnswer.Degraded => new Cell($"applied in {time}, degraded", Tone.Warning),
            EdgeAnswer.Refused => new Cell($"refused: {answer.Error}", Tone.Bad),
            EdgeAnswer.Lost => new Cell("lost its stream before it answered", Tone.Bad),
            _ => new Cell("has not answered in time", Tone.Bad),
        });
        foreach (var degraded in answer.Degraded)
        {
            Write("", DegradedText.Of(degraded));
        }

        shell.Out.Flush();
    }

    /// <summary>
    /// Writes the edges that were not connected at the commit, which get it when they come back, and those that are too old for it.
    /// </summary>
    public void WriteAbsent()
    {
        foreach (var edge in result.Behind)
        {
            Write(edge, new Cell("too old, stays behind", Tone.Warning));
        }

        foreach (var edge in result.Absent)
        {
            Write(edge, new Cell("absent", Tone.Warning));
        }
    }

    private void Write(string edge, Cell said) => shell.Out.WriteLine($"{Printable.Line(edge).PadRight(_width)}  {said.Render(shell.Colour)}");
}
