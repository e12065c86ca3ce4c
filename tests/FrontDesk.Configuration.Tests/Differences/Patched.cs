using FrontDesk.Config.V1;
using FrontDesk.Configuration.Differences;
using FrontDesk.Configuration.Documents;
using FrontDesk.Configuration.Documents.Tree;
using FrontDesk.Configuration.Documents.Writing;

namespace FrontDesk.Configuration.Tests.Differences;

/// <summary>
/// A resource to which differences are applied as a person would apply them: what is gone stands under its old place, all else under its
/// new one. Knows nothing of how they were found.
/// </summary>
internal sealed class Patched
{
    private readonly Dictionary<string, Patched> _fields = [];
    private readonly List<Patched> _items = [];
    private string? _text;

    private Patched(DocumentNode node)
    {
        switch (node)
        {
            case MapNode map:
                _fields = map.Entries.ToDictionary(entry => entry.Key.Text, entry => new Patched(entry.Value));
                break;
            case ListNode list:
                _items = [.. list.Items.Select(item => new Patched(item))];
                break;
            default:
                _text = TreeDiffer.Text(node);
                break;
        }
    }

    private Patched(string text) => _text = text;

    /// <summary>Whether the one with the differences applied is the other.</summary>
    public static bool Equals(Resource before, IReadOnlyList<FieldDifference> differences, Resource after)
    {
        var patched = new Patched(MessageTree.FieldsOf(before));
        patched.Apply([.. differences.Select(difference => (Steps: FieldPath.Steps(difference.Path).ToArray(), difference))]);
        return patched.IsAt(MessageTree.FieldsOf(after));
    }

    private void Apply((ReadOnlyMemory<(string? Key, int Index)> Steps, FieldDifference Difference)[] differences)
    {
        if (Array.Find(differences, difference => difference.Steps.Length == 0) is { Difference: { } whole })
        {
            Assert.Single(differences);
            _fields.Clear();
            _items.Clear();
            _text = whole.After;
            return;
        }

        foreach (var group in differences.Where(difference => difference.Steps.Span[0].Key is not null).GroupBy(difference => difference.Steps.Span[0].Key!))
        {
            if (group.First() is { Steps.Length: 1, Difference: { } only } && !(only.HasBefore && only.HasAfter))
            {
                Assert.Single(group);
                Assert.Equal(only.HasBefore, _fields.Remove(group.Key));
                if (only.HasAfter)
                {
                    _fields.Add(group.Key, new Patched(only.After));
                }
            }
            else
            {
                _fields[group.Key].Apply(Shorter(group));
            }
        }

        ApplyToItems([.. differences.Where(difference => difference.Steps.Span[0].Key is null)]);
    }

    private void ApplyToItems((ReadOnlyMemory<(string? Key, int Index)> Steps, FieldDifference Difference)[] differences)
    {
        var gone = differences.Where(difference => difference is { Steps.Length: 1, Difference: { HasBefore: true, HasAfter: false } }).ToArray();
        var come = differences.Where(difference => difference is { Steps.Length: 1, Difference: { HasBefore: false, HasAfter: true } }).ToArray();
        foreach (var at in gone.Select(difference => difference.Steps.Span[0].Index).OrderDescending())
        {
            _items.RemoveAt(at);
        }

        foreach (var (steps, difference) in come.OrderBy(difference => difference.Steps.Span[0].Index))
        {
            _items.Insert(steps.Span[0].Index, new Patched(difference.After));
        }

        foreach (var group in differences.Except(gone).Except(come).GroupBy(difference => difference.Steps.Span[0].Index))
        {
            _items[group.Key].Apply(Shorter(group));
        }
    }

    private static (ReadOnlyMemory<(string? Key, int Index)> Steps, FieldDifference Difference)[] Shorter(IEnumerable<(ReadOnlyMemory<(string? Key, int Index)> Steps, FieldDifference Difference)> differences) =>
        [.. differences.Select(difference => (difference.Steps[1..], difference.Difference))];

    private bool IsAt(DocumentNode node) => _text is not null
        ? _text == TreeDiffer.Text(node)
        : node switch
        {
            MapNode map => map.Entries.Count == _fields.Count && map.Entries.All(entry => _fields.TryGetValue(entry.Key.Text, out var field) && field.IsAt(entry.Value)),
            ListNode list => list.Items.Count == _items.Count && list.Items.Zip(_items).All(pair => pair.Second.IsAt(pair.First)),
            _ => false,
        };
}
