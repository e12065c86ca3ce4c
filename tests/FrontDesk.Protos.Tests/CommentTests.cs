using System.Text.RegularExpressions;
using FrontDesk.Testing.Files;

namespace FrontDesk.Protos.Tests;

/// <summary>Holds the contract's text to its own rules.</summary>
public sealed partial class CommentTests
{
    public static TheoryData<string> Files() =>
        [.. Directory.EnumerateFiles(Repository.PathOf("protos"), "*.proto", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Repository.Root, path)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_message_field_value_and_rpc_says_what_it_is(string file)
    {
        var lines = File.ReadAllLines(Repository.PathOf(file));
        var silent = Enumerable.Range(1, lines.Length - 1)
            .Where(i => Declaration().IsMatch(lines[i]) && !lines[i - 1].TrimStart().StartsWith("//", StringComparison.Ordinal))
            .Select(i => $"{file}:{i + 1}: {lines[i].Trim()}")
            .ToList();
        Assert.True(silent.Count == 0, "Without a comment above:\n  " + string.Join("\n  ", silent));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_file_says_what_it_is_for(string file) =>
        Assert.StartsWith("// ", File.ReadLines(Repository.PathOf(file)).First(), StringComparison.Ordinal);

    // message X {, enum X {, service X {, oneof x {, rpc X(, `type name = 1`, `VALUE = 1`.
    [GeneratedRegex(@"^\s*((message|enum|service|oneof)\s+\w+\s*\{|rpc\s+\w+|((repeated|optional)\s+)?[\w.]+(<[^>]+>)?\s+\w+\s*=\s*\d+|[A-Z][A-Z0-9_]+\s*=\s*\d+)")]
    private static partial Regex Declaration();
}
