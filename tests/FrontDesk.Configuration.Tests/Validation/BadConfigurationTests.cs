using System.Text.RegularExpressions;
using FrontDesk.Configuration.Documents;

namespace FrontDesk.Configuration.Tests.Validation;

public sealed partial class BadConfigurationTests
{
    [Fact]
    public void Everything_that_is_wrong_is_told_at_once_with_its_place_and_what_to_do() =>
        Assert.Null(CaseFile.Compare("bad-configurations.txt", input => Checked.Problems(Files(input)).Select(ProblemText.Format)));

    /// <summary>A line `@@ name` begins a file; without one the input is desk.yaml.</summary>
    private static SourceFile[] Files(string input)
    {
        var parts = FileName().Split(input);
        return parts.Length == 1 ? [new SourceFile("desk.yaml", input)] : [.. parts.Skip(1).Chunk(2).Select(pair => new SourceFile(pair[0], pair[1]))];
    }

    [GeneratedRegex(@"^@@ (.*)\n", RegexOptions.Multiline)]
    private static partial Regex FileName();
}
