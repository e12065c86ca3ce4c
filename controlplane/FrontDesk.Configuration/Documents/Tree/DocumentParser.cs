using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace FrontDesk.Configuration.Documents.Tree;

/// <summary>
/// Reads the structure of one document, YAML 1.2 or JSON: maps, lists and texts with their places. What a text means is for the
/// field to say that it is read for, so `on`, `no` and `1` are no more than texts here.
/// </summary>
internal sealed class DocumentParser
{
    private const string Advice = "Check indentation, quotes and brackets here and just before.";

    private readonly Scanner _scanner;
    private readonly Parser _parser;
    private readonly ProblemList _problems;
    private readonly Dictionary<AnchorName, (DocumentNode Node, int Size)> _anchors = [];
    private int _nodes;
    private int _aliasedNodes;

    private DocumentParser(string text, ProblemList problems)
    {
        _scanner = new Scanner(new StringReader(text), skipComments: true);
        _parser = new Parser(_scanner);
        _problems = problems;
    }

    /// <summary>The document's root; null where it is empty, or malformed, which is told then.</summary>
    public static DocumentNode? Parse(string text, ProblemList problems)
    {
        if (IndexOfHalfCharacter(text) is >= 0 and var half)
        {
            var before = text.AsSpan(0, half);
            problems.Add(before.Count('\n') + 1, half - before.LastIndexOf('\n'), "This is not text: half of a character (a lone surrogate) stands here.", "Save the file as UTF-8.");
            return null;
        }

        var parser = new DocumentParser(text.StartsWith('\uFEFF') ? text[1..] : text, problems);
        try
        {
            return parser.ReadDocument();
        }
        catch (DocumentException exception)
        {
            problems.Add(exception.Line, exception.Column, exception.Message, exception.Hint);
            return null;
        }
    }

    private (int Line, int Column) Here => ((int)_scanner.CurrentPosition.Line, (int)_scanner.CurrentPosition.Column);

    private DocumentNode? ReadDocument()
    {
        _ = Next();
        if (Next() is StreamEnd)
        {
            return null;
        }

        var root = ReadNode(Next(), 1);
        _ = Next();
        if (Next() is not StreamEnd and var second)
        {
            throw new DocumentException(second, "A file holds one document.", "Put the second one into a file of its own.");
        }

        return root;
    }

    private DocumentNode ReadNode(ParsingEvent start, int depth)
    {
        if (++_nodes > DocumentBounds.Nodes)
        {
            throw new DocumentException(start, $"The document holds more than {DocumentBounds.Nodes:N0} values.", "Split it into several applies.");
        }

        if (depth > DocumentBounds.Depth)
        {
            throw new DocumentException(start, $"Lists and maps stand more than {DocumentBounds.Depth} deep in each other here.");
        }

        if (start is AnchorAlias alias)
        {
            return Aliased(alias);
        }

        if (start is not NodeEvent first)
        {
            // For `? :` the parser ends a map that it has not begun, and goes on out of step.
            throw new DocumentException(start, "This is not YAML: a value is missing.", Advice);
        }

        if (!first.Tag.IsEmpty && !first.Tag.IsNonSpecific)
        {
            throw new DocumentException(start, $"Tags like {first.Tag.Value} are not supported.", "Leave it out; a field's type is known.");
        }

        var nodesBefore = _nodes;
        DocumentNode node = first switch
        {
            Scalar scalar => ReadScalar(scalar),
            SequenceStart => ReadList(first, depth),
            _ => ReadMap(first, depth),
        };
        if (!first.Anchor.IsEmpty)
        {
            _anchors[first.Anchor] = (node, _nodes - nodesBefore + 1);
        }

        return node;
    }

    private static ScalarNode ReadScalar(Scalar scalar) =>
        new(scalar.Value, scalar.Style == ScalarStyle.Plain, (int)scalar.Start.Line, (int)scalar.Start.Column);

    private ListNode ReadList(ParsingEvent start, int depth)
    {
        var items = new List<DocumentNode>();
        for (var next = Next(); next is not SequenceEnd; next = Next())
        {
            items.Add(ReadNode(next, depth + 1));
        }

        return new ListNode(items, (int)start.Start.Line, (int)start.Start.Column);
    }

    private MapNode ReadMap(ParsingEvent start, int depth)
    {
        var entries = new List<MapEntry>();
        var names = new Dictionary<string, ScalarNode>();
        for (var next = Next(); next is not MappingEnd; next = Next())
        {
            if (ReadNode(next, depth + 1) is not ScalarNode key)
            {
                throw new DocumentException(next, "A name in a map must be a single value.");
            }

            var value = ReadNode(Next(), depth + 1);
            if (names.TryAdd(key.Text, key))
            {
                entries.Add(new MapEntry(key, value));
            }
            else
            {
                _problems.Add(key, $"`{key.Text}` stands twice in this map; the first is in line {names[key.Text].Line}.", "Merge the two, or rename one.");
            }
        }

        return new MapNode(entries, (int)start.Start.Line, (int)start.Start.Column);
    }

    private DocumentNode Aliased(AnchorAlias alias)
    {
        if (!_anchors.TryGetValue(alias.Value, out var anchored))
        {
            throw new DocumentException(alias, $"The alias *{alias.Value} has no anchor &{alias.Value} before it.", $"Put the text in quotes if it is meant: \"*{alias.Value}\".");
        }

        _nodes += anchored.Size;
        _aliasedNodes += anchored.Size;
        if (_aliasedNodes > DocumentBounds.AliasedNodes)
        {
            throw new DocumentException(alias, $"Aliases repeat more than {DocumentBounds.AliasedNodes:N0} values.", "Write the values out.");
        }

        return anchored.Node;
    }

    /// <summary>The next event. Whatever the parser throws means that the text cannot be read, for it was given nothing else.</summary>
    private ParsingEvent Next()
    {
        try
        {
            return _parser.MoveNext() ? _parser.Current! : throw new EndOfStreamException();
        }
        catch (YamlException exception)
        {
            // Of a tab the exception names the map around it; the scanner stands where the tab is.
            var isTab = exception.Message.Contains(" tab ", StringComparison.Ordinal);
            var (line, column) = isTab ? Here : ((int)exception.Start.Line, (int)exception.Start.Column);
            throw new DocumentException(line, column, $"This is not YAML: {Sentence(exception.Message)}", isTab ? "Indent with spaces." : Advice);
        }
        catch (InvalidOperationException)
        {
            // The scanner throws this, not a YamlException, where a flow list or map is not closed before the next key.
            throw new DocumentException(Here.Line, Here.Column, "This is not YAML: a list or map in brackets is not closed.", "Close it with ] or }.");
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // Among what it lets through: an escape that is no character, a version that is no number, a tag or an anchor without a name.
            throw new DocumentException(Here.Line, Here.Column, "This is not YAML: something here or just before cannot be read.", Advice);
        }
    }

    /// <summary>Where a surrogate stands alone, which no UTF-8 can hold; -1 where none does.</summary>
    private static int IndexOfHalfCharacter(ReadOnlySpan<char> text)
    {
        for (var at = 0; text[at..].IndexOfAnyInRange('\ud800', '\udfff') is >= 0 and var next; at += 2)
        {
            at += next;
            if (at + 1 == text.Length || !char.IsSurrogatePair(text[at], text[at + 1]))
            {
                return at;
            }
        }

        return -1;
    }

    private static string Sentence(string message) =>
        message.Length == 0 ? "it cannot be read." : char.ToLowerInvariant(message[0]) + message[1..].TrimEnd('.') + ".";
}
