using YamlDotNet.Core.Events;

namespace FrontDesk.Configuration.Documents.Tree;

/// <summary>A document whose structure is not acceptable: reading it stops here.</summary>
/// <param name="line">The line, from 1.</param>
/// <param name="column">The column, from 1.</param>
/// <param name="message">What is wrong.</param>
/// <param name="hint">What to do; may be empty.</param>
internal sealed class DocumentException(int line, int column, string message, string hint = "") : Exception(message)
{
    /// <summary>The same, at the start of what the parser found.</summary>
    public DocumentException(ParsingEvent at, string message, string hint = "")
        : this((int)at.Start.Line, (int)at.Start.Column, message, hint)
    {
    }

    /// <summary>The line, from 1.</summary>
    public int Line { get; } = line;

    /// <summary>The column, from 1.</summary>
    public int Column { get; } = column;

    /// <summary>What to do; may be empty.</summary>
    public string Hint { get; } = hint;
}
