using FrontDesk.Config.V1;
using FrontDesk.Configuration.Documents;
using FrontDesk.Configuration.Documents.Tree;

namespace FrontDesk.Configuration.Differences;

/// <summary>
/// Compares two lists so that people see what was done to them: items that are the same thing (same text, same `url`, same `service`) are
/// compared with each other; between two such pairs the rest is replaced one for one, then removed or added. Where what stays
/// changes its order, the lists are told whole.
/// </summary>
internal static class ListDiffer
{
    /// <summary>Adds what differs. What is gone stands under its place before, all else under its place after.</summary>
    public static void Compare(string path, ListNode before, ListNode after, ICollection<FieldDifference> differences)
    {
        if (TreeDiffer.Text(before) == TreeDiffer.Text(after))
        {
            return;
        }

        var partners = Partners(before.Items, after.Items);
        var kept = partners.Where(partner => partner >= 0).ToList();
        if (!kept.SequenceEqual(kept.Order()))
        {
            TreeDiffer.Add(path, before, after, differences);
            return;
        }

        var (left, right) = (0, 0);
        while (left < before.Items.Count || right < after.Items.Count)
        {
            // The gap up to the next item that stays.
            var nextRight = Array.FindIndex(partners, right, partner => partner >= 0);
            nextRight = nextRight < 0 ? after.Items.Count : nextRight;
            var nextLeft = nextRight < after.Items.Count ? partners[nextRight] : before.Items.Count;
            for (; left < nextLeft || right < nextRight; left++, right++)
            {
                var isGone = right >= nextRight;
                TreeDiffer.Compare(FieldPath.Join(path, isGone ? left : right), left < nextLeft ? before.Items[left] : null, isGone ? null : after.Items[right], differences);
            }

            (left, right) = (nextLeft, nextRight);
            if (right < after.Items.Count)
            {
                TreeDiffer.Compare(FieldPath.Join(path, right), before.Items[left], after.Items[right], differences);
                (left, right) = (left + 1, right + 1);
            }
        }
    }

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
