namespace FrontDesk.Configuration.Documents.Tree;

/// <summary>Values by name, in the order of the document; no name twice.</summary>
/// <param name="entries">The values with their names.</param>
/// <param name="line">See <see cref="DocumentNode.Line"/>.</param>
/// <param name="column">See <see cref="DocumentNode.Column"/>.</param>
internal sealed class MapNode(IReadOnlyList<MapEntry> entries, int line = 0, int column = 0) : DocumentNode(line, column)
{
    /// <summary>The values with their names.</summary>
    public IReadOnlyList<MapEntry> Entries { get; } = entries;

    /// <inheritdoc/>
    public override string Noun => "a map";

    /// <summary>The entry with a name; null where there is none.</summary>
    public MapEntry? Find(string name)
    {
        foreach (var entry in Entries)
        {
            if (entry.Key.Text == name)
            {
                return entry;
            }
        }

        return null;
    }
}
