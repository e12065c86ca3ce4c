namespace FrontDesk.Routing.Compression;

/// <summary>Which answers are compressed.</summary>
public sealed class CompressionModel
{
    private readonly HashSet<string> _types;
    private readonly string[] _families;

    internal CompressionModel(IEnumerable<string> types, string[] families) => (_types, _families) = (types.ToHashSet(StringComparer.OrdinalIgnoreCase), families);

    /// <summary>The smallest answer that is, in bytes.</summary>
    public required long MinSize { get; init; }

    /// <summary>Whether answers of a media type are.</summary>
    /// <param name="contentType">The header Content-Type, with or without parameters.</param>
    public bool Covers(ReadOnlySpan<char> contentType)
    {
        var end = contentType.IndexOf(';');
        var type = (end < 0 ? contentType : contentType[..end]).Trim();
        if (_types.GetAlternateLookup<ReadOnlySpan<char>>().Contains(type))
        {
            return true;
        }

        // An event must not wait for a block to be full.
        if (type.Equals("text/event-stream", StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        foreach (var family in _families)
        {
            if (type.StartsWith(family, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
