using FrontDesk.Config.V1;
using FrontDesk.Configuration.Documents;
using FrontDesk.Configuration.Documents.Tree;
using FrontDesk.Configuration.Documents.Writing;

namespace FrontDesk.Configuration.Differences;

/// <summary>Compares two values as documents spell them: maps entry by entry, lists by <see cref="ListDiffer"/>, all else as a whole.</summary>
internal static class TreeDiffer
{
    /// <summary>Adds what differs, in the order of the fields.</summary>
    public static void Compare(string path, DocumentNode? before, DocumentNode? after, ICollection<FieldDifference> differences)
    {
        if ((before ?? after) is MapNode && (before is null or MapNode) && (after is null or MapNode) && !(path.Length > 0 && (before is null || after is null)))
        {
            CompareMaps(path, (MapNode?)before, (MapNode?)after, differences);
        }
        else if (before is ListNode left && after is ListNode right)
        {
            ListDiffer.Compare(path, left, right, differences);
        }
        else if (Text(before) != Text(after))
        {
            Add(path, before, after, differences);
        }
    }

    /// <summary>Adds one difference of a whole value; null where there is none before or after.</summary>
    public static void Add(string path, DocumentNode? before, DocumentNode? after, ICollection<FieldDifference> differences)
    {
        var difference = new FieldDifference { Path = path };
        if (Text(before) is { } was)
        {
            difference.Before = was;
        }

        if (Text(after) is { } becomes)
        {
            difference.After = becomes;
        }

        differences.Add(difference);
    }

    /// <summary>A value on one line; a text without quotes, as it is where a single value is meant.</summary>
    public static string? Text(DocumentNode? node) => node switch
    {
        null => null,
        ScalarNode scalar => scalar.Text,
        _ => YamlText.OnOneLine(node),
    };

    private static void CompareMaps(string path, MapNode? before, MapNode? after, ICollection<FieldDifference> differences)
    {
        var was = (before?.Entries ?? []).ToDictionary(entry => entry.Key.Text, entry => entry.Value);
        var becomes = (after?.Entries ?? []).ToDictionary(entry => entry.Key.Text, entry => entry.Value);
        foreach (var key in Keys(before?.Entries ?? [], after?.Entries ?? [], was, becomes))
        {
            Compare(FieldPath.Join(path, key), was.GetValueOrDefault(key), becomes.GetValueOrDefault(key), differences);
        }
    }

    /// <summary>
    /// The keys of both in their canonical order, which both are in: what goes and then what comes stands before the next key that stays.
    /// </summary>
    private static IEnumerable<string> Keys(IReadOnlyList<MapEntry> before, IReadOnlyList<MapEntry> after, Dictionary<string, DocumentNode> was, Dictionary<string, DocumentNode> becomes)
    {
        var (left, right) = (0, 0);
        while (left < before.Count || right < after.Count)
        {
            for (; left < before.Count && !becomes.ContainsKey(before[left].Key.Text); left++)
            {
                yield return before[left].Key.Text;
            }

            for (; right < after.Count && !was.ContainsKey(after[right].Key.Text); right++)
            {
                yield return after[right].Key.Text;
            }

            if (left < before.Count)
            {
                yield return before[left].Key.Text;
                (left, right) = (left + 1, right + 1);
            }
        }
    }
}
