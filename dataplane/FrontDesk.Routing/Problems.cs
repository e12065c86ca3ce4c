using FrontDesk.Config.V1;

namespace FrontDesk.Routing;

/// <summary>Collects what is wrong with one resource.</summary>
internal sealed class Problems(List<Problem> all, Kind kind, string name)
{
    /// <summary>Whether nothing was found yet.</summary>
    public bool None { get; private set; } = true;

    /// <summary>Adds an error.</summary>
    /// <param name="field">The field at fault as a document spells it; empty for the resource as a whole.</param>
    /// <param name="message">What is wrong, in a sentence.</param>
    /// <param name="hint">What to do, in a sentence; empty where the message says it.</param>
    public void Add(string field, string message, string hint = "")
    {
        None = false;
        all.Add(new Problem { Severity = Severity.Error, Kind = kind, Name = name, Field = field, Message = message, Hint = hint });
    }

    /// <summary>Adds an error where a number is out of its range.</summary>
    public void CheckRange(string field, uint value, uint least, uint most)
    {
        if (value < least || value > most)
        {
            Add(field, $"{value} is out of range.", $"Use {least} to {most}.");
        }
    }

    /// <summary>The number, or the default where it is 0, which is to say not written. Adds an error where it is out of its range.</summary>
    public int Number(string field, uint value, uint least, uint most, int standard)
    {
        if (value == 0)
        {
            return standard;
        }

        CheckRange(field, value, least, most);
        return (int)Math.Min(value, most);
    }
}
