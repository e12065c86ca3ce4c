using FrontDesk.Testing.Files;

namespace FrontDesk.Protos.Tests;

/// <summary>Holds the contract to what was published: it may grow, and nothing that is there may change.</summary>
public sealed class ContractTests
{
    private static readonly string GoldenFile = Golden.PathOf("protos/descriptors.txt");

    [Fact]
    public void Nothing_that_peers_rely_on_is_removed_renamed_renumbered_or_retyped()
    {
        var now = ContractText.Lines().ToHashSet(StringComparer.Ordinal);
        var lost = Published().Where(line => !now.Contains(line)).ToList();
        Assert.True(
            lost.Count == 0,
            "These parts of the contract are gone or changed; edges and control planes of other versions rely on them. Add instead of changing, "
            + $"and reserve what you retire. Only before a release: delete the lines from {GoldenFile} by hand.\n  {string.Join("\n  ", lost)}");
    }

    [Fact]
    public void Every_addition_to_the_contract_is_recorded()
    {
        var published = Published();
        var known = published.ToHashSet(StringComparer.Ordinal);
        var now = ContractText.Lines().ToList();
        var added = now.Where(line => !known.Contains(line)).ToList();
        if (Golden.Update)
        {
            // What was published stays recorded even where it is gone: the switch cannot hide a removal.
            var lost = published.Except(now, StringComparer.Ordinal);
            Directory.CreateDirectory(Path.GetDirectoryName(GoldenFile)!);
            File.WriteAllLines(GoldenFile, [.. now, .. lost]);
            return;
        }

        Assert.True(added.Count == 0, $"New in the contract; run this test with {Golden.Switch}=1 to record it:\n  {string.Join("\n  ", added)}");
    }

    private static string[] Published() => File.Exists(GoldenFile) ? File.ReadAllLines(GoldenFile) : [];
}
