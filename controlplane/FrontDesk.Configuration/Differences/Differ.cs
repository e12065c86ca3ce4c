using FrontDesk.Config.V1;
using FrontDesk.Configuration.Documents;
using FrontDesk.Configuration.Documents.Tree;
using FrontDesk.Configuration.Documents.Writing;

namespace FrontDesk.Configuration.Differences;

/// <summary>Says how two forms of a resource differ, field by field, as a document would spell it. Secrets show versions only.</summary>
public static class Differ
{
    private static readonly MapNode Nothing = new([]);

    /// <summary>The difference; null where there is none. One side may be null, not both.</summary>
    public static Difference? Compare(Resource? before, Resource? after)
    {
        var one = after ?? before ?? throw new ArgumentException("There must be something before or after.", nameof(after));
        if (before is not null && before.Equals(after))
        {
            return null;
        }

        var difference = new Difference
        {
            Action = before is null ? Config.V1.Action.Add : after is null ? Config.V1.Action.Delete : Config.V1.Action.Change,
            Kind = Sections.KindOf(one),
            Name = one.Name,
        };
        TreeDiffer.Compare("", Fields(before), Fields(after), difference.Fields);
        if (difference.Fields.Count == 0 && difference.Action == Config.V1.Action.Change)
        {
            // Only bytes of secrets differ, which documents never show.
            difference.Fields.Add(new FieldDifference { Path = "pair", Before = "(a secret)", After = "(another secret)" });
        }

        return difference;
    }

    private static MapNode Fields(Resource? resource) => resource is null ? Nothing : MessageTree.FieldsOf(resource);
}
