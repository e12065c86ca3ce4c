using FrontDesk.Config.V1;
using FrontDesk.Configuration.Documents;
using FrontDesk.Configuration.Documents.Tree;

namespace FrontDesk.Configuration.Differences;

/// <summary>
/// Compares two lists so that people see what was done to them: items that are the same thing (same text, same `url`, same `service`) are
/// compared with each other wherever they stand; the rest is replaced one for one, then added or removed.
/// </summary>
internal static class ListDiffer
{
    /// <summary>Adds what differs.</summary>
    public static void Compare(string path, ListNode before, ListNode after, ICollection<FieldDifference> differences)
    {
        if (TreeDiffer.Text(before) == TreeDiffer.Text(after))
        {
            return;
        }

        var partners = Partners(before.Items, after.Items);
        var kept = partners.Where(partner => partner >= 0).ToList();
        if (kept.Count == before.Items.Count && kept.Count == after.Items.Count && !kept.SequenceEqual(kept.Order()))
        {
            TreeDiffer.Add(path, before, after, differences);
            return;
        }

        var left = new Queue<int>(Enumerable.Range(0, before.Items.Count).Except(kept));
        for (var at = 0; at < after.Items.Count; at++)
        {
            var partner = partners[at] >= 0 ? partners[at] : left.Count > 0 ? left.Dequeue() : -1;
            CompareItems(FieldPath.Join(path, at), partner < 0 ? null : before.Items[partner], after.Items[at], differences);
        }

        foreach (var gone in left)
        {
            TreeDiffer.Add(FieldPath.Join(path, gone), before.Items[gone], null, differences);
        }
    }

    /// <summary>`endpoints[1].url  a → b` also where both are written as a single value.</summary>
    private static void CompareItems(string path, DocumentNode? before, DocumentNode after, ICollection<FieldDifference> differences) =>
        TreeDiffer.Compare(path, before, after, differences);

    /// <summary>For each item after, the item before that is the same thing; -1 where there is none.</summary>
    private static int[] Partners(IReadOnlyList<DocumentNode> before, IReadOnlyList<DocumentNode> after)
    {
        var places = new Dictionary<string, Queue<int>>();
        for (var at = 0; at < before.Count; at++)
        {
            if (!places.TryGetValue(Identity(before[at]), out var queue))
            {
                places.Add(Identity(before[at]), queue = new Queue<int>());
            }

            queue.Enqueue(at);
        }

        return after.Select(item => places.TryGetValue(Identity(item), out var queue) && queue.TryDequeue(out var at) ? at : -1).ToArray();
    }

    private static string Identity(DocumentNode node) => node switch
    {
        MapNode map when (map.Find("url") ?? map.Find("service")) is { Value: ScalarNode name } => name.Text,
        _ => TreeDiffer.Text(node)!,
    };
}
