using YamlDotNet.Core.Events;

namespace FrontDesk.Configuration.Documents.Tree;

/// <summary>A document whose structure is not acceptable: reading it stops here.</summary>
internal sealed class DocumentException(ParsingEvent at, string message, string hint = "") : Exception(message)
{
    /// <summary>The line, from 1.</summary>
    public int Line { get; } = (int)at.Start.Line;

    /// <summary>The column, from 1.</summary>
    public int Column { get; } = (int)at.Start.Column;

    /// <summary>What to do; may be empty.</summary>
    public string Hint { get; } = hint;
}
