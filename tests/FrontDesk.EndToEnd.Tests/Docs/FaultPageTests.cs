using System.Text.RegularExpressions;
using FrontDesk.Testing.Files;

namespace FrontDesk.EndToEnd.Tests.Docs;

/// <summary>docs/faults.md and the tests tell the same.</summary>
public partial class FaultPageTests
{
    private static readonly string[] Named = [.. Rows().SelectMany(static row => Name().Matches(row.Split('|')[3])).Select(static name => name.Groups[1].Value)];

    [Fact]
    public void Every_row_names_a_test_that_is_there()
    {
        var tests = Directory.EnumerateFiles(Repository.PathOf("tests"), "*Tests.cs", SearchOption.AllDirectories).SelectMany(Tests).ToHashSet();

        Assert.All(Rows(), static row => Assert.NotEmpty(Name().Matches(row.Split('|')[3])));
        Assert.Empty(Named.Except(tests));
    }

    [Fact]
    public void Every_test_that_does_harm_has_a_row() =>
        Assert.Empty(Directory.EnumerateFiles(Repository.PathOf("tests/FrontDesk.EndToEnd.Tests/Faults"), "*FaultTests.cs").SelectMany(Tests).Except(Named));

    private static IEnumerable<string> Rows() => File.ReadLines(Repository.PathOf("docs/faults.md"))
        .Where(static line => line.StartsWith("| ", StringComparison.Ordinal) && !line.StartsWith("| fault |", StringComparison.Ordinal));

    private static IEnumerable<string> Tests(string file) => Method().Matches(File.ReadAllText(file)).Select(static method => method.Groups[1].Value);

    [GeneratedRegex("`([A-Z][A-Za-z0-9]*_[A-Za-z0-9_]+)`")]
    private static partial Regex Name();

    [GeneratedRegex(@"\]\s+public (?:async Task|void) (\w+)\(")]
    private static partial Regex Method();
}
