namespace FrontDesk.Configuration.Documents.Tree;

/// <summary>A value in a document: a scalar, a list or a map. The reader makes it with places, the writer without.</summary>
/// <param name="line">Where it starts: the line from 1; 0 where no document was read.</param>
/// <param name="column">The column from 1.</param>
internal abstract class DocumentNode(int line, int column)
{
    /// <summary>The line where it starts, from 1; 0 where it comes from no document.</summary>
    public int Line { get; } = line;

    /// <summary>The column where it starts, from 1.</summary>
    public int Column { get; } = column;

    /// <summary>What it is, for error messages: "a list".</summary>
    public abstract string Noun { get; }
}
