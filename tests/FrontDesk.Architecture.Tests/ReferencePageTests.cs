using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using FrontDesk.Testing.Files;

namespace FrontDesk.Architecture.Tests;

/// <summary>Holds the lists of docs/logs-and-metrics.md and docs/reference/log-events.md to the code: nothing is missing there, and nothing is there that is not.</summary>
public sealed partial class ReferencePageTests
{
    private const string Page = "docs/logs-and-metrics.md";

    [Fact]
    public void The_page_has_every_field_of_the_line_per_request_in_its_order()
    {
        var fields = LogField().Matches(string.Concat(InFolder("Logging").Order(StringComparer.Ordinal).Select(WorkingCopy.Read))).Select(Name).ToList();
        Same("fields of the access log", fields, Listed("The line per request"));
        Assert.Equal(fields, ExampleField().Matches(Section("The line per request")).Select(Name).Append("reason"));
    }

    [Fact]
    public void The_page_has_every_reason() =>
        Same("reasons", EdgeSources.SelectMany(file => Reason().Matches(WorkingCopy.Read(file))).Select(Name).Distinct(), Listed("Reasons"));

    [Fact]
    public void The_page_has_every_instrument() =>
        Same("instruments", WorkingCopy.ProductSources.SelectMany(static file => Instrument().Matches(WorkingCopy.Read(file))).Select(Name).Distinct(), Listed("Metrics"));

    [Fact]
    public void The_reference_has_every_log_event()
    {
        var page = new StringBuilder("""
            # Reference: log events

            Generated from the code; a test holds it to that. What stands in braces is filled in. [docs/logs-and-metrics.md](../logs-and-metrics.md) tells of the other logs.

            | id | level | event |
            |---|---|---|

            """);
        var events = WorkingCopy.ProductSources.SelectMany(static file => Event().Matches(WorkingCopy.Read(file)));
        foreach (var found in events.OrderBy(static found => int.Parse(found.Groups["id"].Value, CultureInfo.InvariantCulture)))
        {
            page.Append($"| {found.Groups["id"].Value} | {found.Groups["level"].Value} | {found.Groups["text"].Value.Replace("|", "\\|", StringComparison.Ordinal)} |\n");
        }

        var difference = Golden.Compare("../../docs/reference/log-events.md", page.ToString());
        Assert.True(difference is null, difference);
    }

    private static IEnumerable<string> EdgeSources => WorkingCopy.ProductSources.Where(static file => file.StartsWith("dataplane/FrontDesk.Edge/", StringComparison.Ordinal));

    private static IEnumerable<string> InFolder(string folder) => EdgeSources.Where(file => file.StartsWith($"dataplane/FrontDesk.Edge/{folder}/", StringComparison.Ordinal));

    /// <summary>What the first column of a section's table lists.</summary>
    private static IEnumerable<string> Listed(string heading) => Row().Matches(Section(heading)).Select(Name);

    private static string Section(string heading) => WorkingCopy.Read(Page).Split($"\n## {heading}\n")[1].Split("\n## ")[0];

    private static string Name(Match match) => match.Groups["name"].Value;

    private static void Same(string what, IEnumerable<string> code, IEnumerable<string> page)
    {
        var (written, told) = (code.Order(StringComparer.Ordinal).ToList(), page.Order(StringComparer.Ordinal).ToList());
        Assert.NotEmpty(written);
        Rule.Holds($"{Page} lacks these {what}:", [.. written.Except(told)]);
        Rule.Holds($"{Page} lists {what} that the code does not have, or has twice:", [.. told.Except(written), .. told.GroupBy(static name => name).Where(static same => same.Count() > 1).Select(static same => same.Key)]);
    }

    [GeneratedRegex(@"Write\w+\(""(?<name>\w+)""u8")]
    private static partial Regex LogField();

    [GeneratedRegex(@"[{,]""(?<name>\w+)"":")]
    private static partial Regex ExampleField();

    // `Reason = "x"`, a Refusal's second argument, and the last argument of what notes one.
    [GeneratedRegex(@"(Reason = |Refusal \w+ = new\(\d{3}, |(RedirectAsync|Note|BreakOff)\((?!ILogger)[^;\n]*, )""(?<name>[a-z][a-z0-9.-]*)""")]
    private static partial Regex Reason();

    [GeneratedRegex(@"\.Create(Observable)?(Counter|Gauge|Histogram|UpDownCounter)(<\w+>)?\(\s*""(?<name>[\w.]+)""")]
    private static partial Regex Instrument();

    [GeneratedRegex(@"\[LoggerMessage\(\s*(?<id>\d+),\s*LogLevel\.(?<level>\w+),\s*""(?<text>(\\.|[^""\\])*)""")]
    private static partial Regex Event();

    [GeneratedRegex(@"^\| `(?<name>[^`]+)` \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
