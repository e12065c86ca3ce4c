using FrontDesk.Config.V1;
using FrontDesk.Configuration.Documents.Tree;

namespace FrontDesk.Configuration.Documents;

/// <summary>Where each resource and each of its fields stands in the documents it was read from.</summary>
public sealed class SourceMap
{
    private readonly Dictionary<(Kind, string), (string File, DocumentNode Key, DocumentNode Value)> _places = [];

    internal SourceMap()
    {
    }

    /// <summary>The problem with file, line and column of its field, or of the nearest thing around it; as it was where unknown.</summary>
    public Problem Locate(Problem problem)
    {
        if (problem.File.Length > 0 || !_places.TryGetValue((problem.Kind, problem.Name), out var place))
        {
            return problem;
        }

        var nearest = Nearest(place.Key, place.Value, problem.Field);
        return new Problem(problem) { File = place.File, Line = (uint)nearest.Line, Column = (uint)nearest.Column };
    }

    /// <summary>Remembers a resource; false, with the first one's place, where its kind and name are there already.</summary>
    internal bool TryAdd(Kind kind, string name, string file, DocumentNode key, DocumentNode value, out string first)
    {
        first = "";
        if (_places.TryAdd((kind, name), (file, key, value)))
        {
            return true;
        }

        var place = _places[(kind, name)];
        first = $"{place.File}:{place.Key.Line}:{place.Key.Column}";
        return false;
    }

    /// <summary>
    /// Follows a path as far as it leads. Shorthands shorten it: a list or a map may stand for its resource's only field, one value for a
    /// list of one; a single value ends it.
    /// </summary>
    private static DocumentNode Nearest(DocumentNode key, DocumentNode value, string path)
    {
        var nearest = key;
        foreach (var (name, index) in FieldPath.Steps(path))
        {
            if (name is not null && (value as MapNode)?.Find(name) is { } entry)
            {
                (nearest, value) = (entry.Value is ScalarNode ? entry.Value : entry.Key, entry.Value);
            }
            else if (name is null && value is ListNode list && index < list.Items.Count)
            {
                nearest = value = list.Items[index];
            }
            else if (!(name is not null && value is ListNode) && !(name is null && index == 0 && value is MapNode))
            {
                return value is ScalarNode ? value : nearest;
            }
        }

        return nearest;
    }
}
