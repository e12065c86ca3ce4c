using System.Text.RegularExpressions;
using FrontDesk.Testing.Files;

namespace FrontDesk.EndToEnd.Tests.Docs;

/// <summary>The docs hang together.</summary>
public partial class LinkTests
{
    public static TheoryData<string> Pages => [.. Markdown().Select(static path => Path.GetRelativePath(Repository.Root, path)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_link_leads_to_a_page_or_a_heading_that_is_there(string page)
    {
        var path = Repository.PathOf(page);
        var broken = Link().Matches(WithoutCode(File.ReadAllText(path))).Select(static match => match.Groups[1].Value)
            .Where(static target => !target.Contains("://", StringComparison.Ordinal) && !target.StartsWith("mailto:", StringComparison.Ordinal))
            .Where(target => !Resolves(path, target)).ToList();
        Assert.True(broken.Count == 0, $"{page} links to what is not there: {string.Join(", ", broken)}");
    }

    [Fact]
    public void The_index_names_every_page()
    {
        var index = File.ReadAllText(Repository.PathOf("docs/index.md"));
        var docs = Repository.PathOf("docs");
        var missing = Directory.EnumerateFiles(docs, "*.md", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(docs, path))
            .Where(page => page != "index.md" && !index.Contains($"({page})", StringComparison.Ordinal)).ToList();
        Assert.True(missing.Count == 0, $"docs/index.md does not name {string.Join(", ", missing)}");
    }

    private static IEnumerable<string> Markdown() => Directory.EnumerateFiles(Repository.Root, "*.md").Concat(Directory.EnumerateFiles(Repository.PathOf("docs"), "*.md", SearchOption.AllDirectories));

    private static bool Resolves(string page, string target)
    {
        var parts = target.Split('#', 2);
        var file = parts[0].Length == 0 ? page : Path.GetFullPath(Path.Combine(Path.GetDirectoryName(page)!, parts[0]));
        return parts.Length == 1 ? File.Exists(file) || Directory.Exists(file)
            : File.Exists(file) && Heading().Matches(WithoutCode(File.ReadAllText(file))).Any(match => Anchor(match.Groups[1].Value) == parts[1]);
    }

    /// <summary>The anchor that forges give to a heading.</summary>
    private static string Anchor(string heading) =>
        NotInAnchors().Replace(heading.Trim().ToLowerInvariant(), "").Replace(' ', '-');

    private static string WithoutCode(string text) => Fence().Replace(text, "");

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex("^#+ (.*)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NotInAnchors();

    [GeneratedRegex("^```.*?^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();
}
