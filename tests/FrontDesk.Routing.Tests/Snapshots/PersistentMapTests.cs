using CsCheck;
using FrontDesk.Routing.Snapshots;

namespace FrontDesk.Routing.Tests.Snapshots;

public class PersistentMapTests
{
    [Theory]
    [InlineData(3)]
    [InlineData(256)]
    [InlineData(500)]
    [InlineData(2000)]
    public void Any_sequence_of_changes_gives_the_map_that_a_dictionary_gives(int keys)
    {
        var step = Gen.Select(Gen.Int[0, keys], Gen.Int[0, 9], Gen.Int[0, 3]);
        step.List[0, keys * 2].Sample(
            steps =>
            {
                var map = PersistentMap<string>.Empty;
                var draft = map.Edit();
                var expected = new Dictionary<string, string>();
                foreach (var (key, value, action) in steps)
                {
                    var name = $"k{key}";
                    map = action == 0 ? map.Remove(name) : map.Set(name, $"{value}");
                    draft.Set(name, action == 0 ? null : $"{value}");
                    _ = action == 0 ? expected.Remove(name) : (expected[name] = $"{value}") is null;
                }

                Holds(expected, map, keys);
                Holds(expected, draft.Seal(), keys);
                Holds([], PersistentMap<string>.Empty, keys);
            },
            iter: 50);
    }

    [Fact]
    public void A_change_leaves_the_map_it_began_with_as_it_was()
    {
        var before = PersistentMap<string>.Empty.Set("a", "1");
        var after = before.Set("a", "2").Remove("b").Set("c", "3");

        Assert.True(before.TryGetValue("a", out var value) && value == "1");
        Assert.Equal(1, before.Count);
        Assert.Equal(2, after.Count);
    }

    [Fact]
    public void Reads_allocate_nothing()
    {
        var draft = PersistentMap<string>.Empty.Edit();
        for (var i = 0; i < 10_000; i++)
        {
            draft.Set($"key{i}", $"{i}");
        }

        var map = draft.Seal();
        Allocated.Nothing(() => map.TryGetValue("a key77".AsSpan(2), out var value) && value.Length == 2);
    }

    private static void Holds(Dictionary<string, string> expected, PersistentMap<string> map, int keys)
    {
        Assert.Equal(expected.Count, map.Count);
        Assert.Equal(expected.OrderBy(pair => pair.Key), map.Entries.OrderBy(pair => pair.Key));
        for (var key = 0; key <= keys; key++)
        {
            Assert.Equal(expected.TryGetValue($"k{key}", out var value), map.TryGetValue($"k{key}", out var found));
            Assert.Equal(value, found);
        }
    }
}
