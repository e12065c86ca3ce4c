using System.Text.RegularExpressions;
using FrontDesk.Testing.Files;

namespace FrontDesk.Architecture.Tests;

/// <summary>Holds the C# text to the habits of the project.</summary>
public sealed partial class SourceTests
{
    private const int LongestFile = 500;
    private const int MostSleeps = 5;

    [Fact]
    public void No_file_is_longer_than_500_lines()
    {
        var broken = WorkingCopy.Sources
            .Select(file => (file, lines: File.ReadLines(Repository.PathOf(file)).Count()))
            .Where(entry => entry.lines > LongestFile)
            .Select(entry => $"{entry.file} has {entry.lines}");
        Rule.Holds("Files of more than 500 lines hold more than one idea:", [.. broken]);
    }

    [Fact]
    public void Names_say_what_a_type_is()
    {
        Rule.Holds("Names that say little:", WorkingCopy.Find(WorkingCopy.Sources, line => VagueType().IsMatch(line)));
        Rule.Holds("Folders by kind, not by feature:", [.. WorkingCopy.Sources.Where(file => VagueFolder().IsMatch(file))]);
    }

    [Fact]
    public void Service_is_the_name_of_a_call_interface_only() =>
        Rule.Holds("Types named …Service that serve no gRPC:", WorkingCopy.Find(WorkingCopy.Sources, line => ServiceType().IsMatch(line) && !GrpcBase().IsMatch(line)));

    [Fact]
    public void Nothing_is_left_open() =>
        Rule.Holds(
            "Left open:",
            WorkingCopy.Find(
                WorkingCopy.Files.Where(file => (file.EndsWith(".cs", StringComparison.Ordinal) || file.EndsWith(".proto", StringComparison.Ordinal)) && !IsThisFile(file)),
                line => OpenEnd().IsMatch(line)));

    [Fact]
    public void Tests_wait_for_events_and_do_not_sleep()
    {
        var sleeps = WorkingCopy.Find(WorkingCopy.TestSources.Where(file => !IsThisFile(file)), line => Sleep().IsMatch(line));
        Assert.True(sleeps.Count <= MostSleeps, $"{sleeps.Count} sleeps in tests, {MostSleeps} allowed: wait for the thing itself.\n  {string.Join("\n  ", sleeps)}");
    }

    [Fact]
    public void No_test_is_skipped_or_asserts_nothing() =>
        Rule.Holds("Skipped, or true whatever happens:", WorkingCopy.Find(WorkingCopy.TestSources.Where(file => !IsThisFile(file)), line => EmptyTest().IsMatch(line)));

    [Fact]
    public void Clocks_come_from_TimeProvider() =>
        Rule.Holds("Clocks that no test can turn:", WorkingCopy.Find(WorkingCopy.ProductSources, line => WallClock().IsMatch(line)));

    [Fact]
    public void Every_type_says_what_it_is()
    {
        var broken = new List<string>();
        foreach (var file in WorkingCopy.ProductSources)
        {
            var lines = File.ReadAllLines(Repository.PathOf(file));
            broken.AddRange(Enumerable.Range(0, lines.Length)
                .Where(i => TopLevelType().IsMatch(lines[i]) && !IsDocumented(lines, i))
                .Select(i => $"{file}:{i + 1}: {lines[i]}"));
        }

        Rule.Holds("Types without a `/// <summary>`:", broken);
    }

    private static bool IsDocumented(string[] lines, int declaration)
    {
        var line = declaration - 1;
        while (line >= 0 && lines[line].StartsWith('['))
        {
            line--;
        }

        return line >= 0 && lines[line].StartsWith("///", StringComparison.Ordinal);
    }

    private static bool IsThisFile(string file) => file.EndsWith("/SourceTests.cs", StringComparison.Ordinal);

    [GeneratedRegex(@"\b(class|struct|record|interface|enum)\s+\w*(Manager|Helpers?|Utils?|Utilities)\b")]
    private static partial Regex VagueType();

    [GeneratedRegex("/(Interfaces|Models|Enums|Helpers|Utils|Common|Extensions|Constants)/")]
    private static partial Regex VagueFolder();

    [GeneratedRegex(@"\b(class|struct|record|interface)\s+\w+Service\b")]
    private static partial Regex ServiceType();

    [GeneratedRegex(@":\s*[\w.]+Base\b")]
    private static partial Regex GrpcBase();

    [GeneratedRegex(@"\b(TODO|FIXME|HACK|XXX)\b|NotImplementedException")]
    private static partial Regex OpenEnd();

    [GeneratedRegex(@"\b(Task\.Delay|Thread\.Sleep)\(")]
    private static partial Regex Sleep();

    [GeneratedRegex(@"Skip\s*=\s*""|Assert\.True\(true\)|Assert\.Skip")]
    private static partial Regex EmptyTest();

    [GeneratedRegex(@"\bDate(Time|TimeOffset)\.(Now|UtcNow|Today)\b")]
    private static partial Regex WallClock();

    [GeneratedRegex(@"^(public |internal |file )?((static|sealed|abstract|partial|readonly|unsafe|ref) )*(class|struct|record|interface|enum) ")]
    private static partial Regex TopLevelType();
}
