using System.Text.RegularExpressions;
using FrontDesk.Configuration.Documents;
using FrontDesk.Testing.Files;

namespace FrontDesk.EndToEnd.Tests.Docs;

/// <summary>What the docs show works.</summary>
public partial class DocumentTests
{
    public static TheoryData<string> Pages =>
        [.. new[] { "README.md" }.Concat(Directory.EnumerateFiles(Repository.PathOf("docs"), "*.md", SearchOption.AllDirectories)
            .Select(static path => Path.GetRelativePath(Repository.PathOf("."), path))).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_whole_document_on_a_page_can_be_read(string page)
    {
        foreach (Match block in Block().Matches(File.ReadAllText(Repository.PathOf(page))))
        {
            var read = DocumentReader.Read([new SourceFile(page, block.Groups[1].Value)], static _ => "value");
            Assert.Empty(read.Problems);
        }
    }

    [GeneratedRegex("^```yaml\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();
}
