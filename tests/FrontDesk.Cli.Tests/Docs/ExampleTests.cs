using System.Text.RegularExpressions;
using FrontDesk.Cli.Tests.Fakes;
using FrontDesk.Testing.Files;

namespace FrontDesk.Cli.Tests.Docs;

/// <summary>
/// The documents that the pages show, checked by `frontdesk validate`. A fence of `yaml` is a whole desk without a problem; one of `yaml rejected` is followed by a
/// fence of `text` that holds what the command says of it.
/// </summary>
public sealed partial class ExampleTests
{
    public static TheoryData<string> Pages =>
        [.. new[] { "README.md" }.Concat(Directory.EnumerateFiles(Repository.PathOf("docs"), "*.md", SearchOption.AllDirectories)
            .Select(static path => Path.GetRelativePath(Repository.Root, path)))
            .Where(static page => Valid().IsMatch(Text(page)) || Rejected().IsMatch(Text(page))).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Every_document_on_a_page_is_valid_or_rejected_as_the_page_says(string page)
    {
        using var shell = new TestShell();
        Prepare(shell);
        foreach (Match example in Valid().Matches(Text(page)))
        {
            shell.Write("desk.yaml", example.Groups["yaml"].Value);
            (await shell.RunAsync("validate", "-f", "desk.yaml")).Expect(ExitCode.Done);
        }

        var said = Text(page);
        foreach (Match example in Rejected().Matches(Text(page)))
        {
            shell.Write("desk.yaml", example.Groups["yaml"].Value);
            var ended = (await shell.RunAsync("validate", "-f", "desk.yaml")).Expect(ExitCode.Rejected);
            said = said.Replace(example.Value, $"```yaml rejected\n{example.Groups["yaml"].Value}```\n\n```text\n{ended.Error}```", StringComparison.Ordinal);
        }

        var difference = Golden.Compare($"../../{page}", said);
        Assert.True(difference is null, difference);
    }

    [Fact]
    public void Every_fence_of_yaml_is_one_of_the_two_kinds()
    {
        var pages = Directory.EnumerateFiles(Repository.PathOf("docs"), "*.md", SearchOption.AllDirectories).Append(Repository.PathOf("README.md"));
        Assert.All(pages, static page => Assert.Equal(
            Fence().Count(File.ReadAllText(page)), Valid().Count(File.ReadAllText(page)) + Rejected().Count(File.ReadAllText(page))));
    }

    /// <summary>The files and variables that examples name.</summary>
    private static void Prepare(TestShell shell)
    {
        var pair = TestPair.Create("shop.example.com", "www.shop.example.com");
        shell.Write("shop.crt", pair.Chain);
        shell.Write("shop.key", pair.Key);
        shell.Variables["SHOP_ADDRESS"] = "10.0.0.11";
    }

    private static string Text(string page) => File.ReadAllText(Repository.PathOf(page));

    [GeneratedRegex("^```ya?ml", RegexOptions.Multiline)]
    private static partial Regex Fence();

    [GeneratedRegex("^```yaml\n(?<yaml>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Valid();

    [GeneratedRegex("^```yaml rejected\n(?<yaml>.*?)^```\n\n```text\n(?<said>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Rejected();
}
