using System.Globalization;
using System.Text.RegularExpressions;
using FrontDesk.EndToEnd.Tests.Desks;
using FrontDesk.Testing.Desks;
using FrontDesk.Testing.Files;
using FrontDesk.Testing.Processes;

namespace FrontDesk.EndToEnd.Tests.Docs;

/// <summary>
/// The blocks of `sh` on the pages are run, page by page, by an operator of a desk that has edges and the page's first document as `desk.yaml`. A block that cannot be
/// run here says why in its fence: `sh not run: …`. The blocks of the quickstart's page have a test of their own.
/// </summary>
public sealed partial class PageCommandsTests(EmbeddedDesk fixture) : IClassFixture<EmbeddedDesk>, IDisposable
{
    private readonly TempDirectory _directory = new();

    public static TheoryData<string> Pages =>
        [.. Directory.EnumerateFiles(Repository.PathOf("docs"), "*.md").Append(Repository.PathOf("README.md"))
            .Where(static path => Path.GetFileName(path) != "quickstart.md" && Block().IsMatch(File.ReadAllText(path)))
            .Select(static path => Path.GetRelativePath(Repository.Root, path)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task The_commands_of_a_page_work(string page)
    {
        var text = File.ReadAllText(Repository.PathOf(page));
        if (Document().Match(text) is { Success: true } document)
        {
            _directory.Write("desk.yaml", document.Groups["yaml"].Value);
            _directory.Write("desk/desk.yaml", document.Groups["yaml"].Value);
        }

        var script = $$"""
            set -euo pipefail
            # 2 means that diff found differences.
            frontdesk() { '{{Programs.Dotnet}}' exec '{{Programs.CommandLine}}' "$@" || [ $? = 2 ]; }
            {{string.Join('\n', Block().Matches(text).Select(static block => block.Groups["lines"].Value)).Replace("DIR/", fixture.Desk.Data + "/", StringComparison.Ordinal)}}
            """;
        var environment = Programs.CleanEnvironment(fixture.Desk.Environment);
        await using var bash = RunningProgram.Start("bash", "bash", ["-c", script], environment, _directory.Path);
        Assert.True(await bash.WaitForExitAsync(TestContext.Current.CancellationToken) == 0, string.Create(CultureInfo.InvariantCulture, $"{page}\n{bash.Describe()}"));
    }

    [Fact]
    public void Every_block_is_run_or_says_why_not()
    {
        var pages = Directory.EnumerateFiles(Repository.PathOf("docs"), "*.md", SearchOption.AllDirectories).Append(Repository.PathOf("README.md"));
        Assert.All(pages, static page => Assert.Equal(Fence().Count(File.ReadAllText(page)), Block().Count(File.ReadAllText(page)) + NotRun().Count(File.ReadAllText(page))));
    }

    /// <inheritdoc/>
    public void Dispose() => _directory.Dispose();

    [GeneratedRegex("^```(sh|bash|console|shell)", RegexOptions.Multiline)]
    private static partial Regex Fence();

    [GeneratedRegex("^```sh not run: .+$", RegexOptions.Multiline)]
    private static partial Regex NotRun();

    [GeneratedRegex("^```sh\n(?<lines>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex("^```yaml\n(?<yaml>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Document();
}
