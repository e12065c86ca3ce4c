namespace FrontDesk.Configuration.Documents.Tree;

/// <summary>What a document may be at most, so that no input can exhaust the reader.</summary>
internal static class DocumentBounds
{
    /// <summary>Characters in all documents read at once: about two million routes.</summary>
    public const int Characters = 256 * 1024 * 1024;

    /// <summary>Maps and lists within each other. The language itself needs 8.</summary>
    public const int Depth = 32;

    /// <summary>Values in one document, each time an alias repeats them counted again.</summary>
    public const int Nodes = 20_000_000;

    /// <summary>Values that aliases repeat in one document: no bomb can grow from `&amp;a [*b, *b]`.</summary>
    public const int AliasedNodes = 100_000;
}
