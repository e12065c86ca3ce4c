using System.Text;
using FrontDesk.Testing.Files;

namespace FrontDesk.Configuration.Tests;

/// <summary>A golden file with many small cases: `=== name`, the input, `---`, what is said of it.</summary>
internal static class CaseFile
{
    /// <summary>Compares what is said of each case with the file; null where all is equal.</summary>
    /// <param name="name">The file, below tests/golden/configuration.</param>
    /// <param name="say">What is said of an input.</param>
    public static string? Compare(string name, Func<string, IEnumerable<string>> say)
    {
        var now = new StringBuilder();
        foreach (var part in File.ReadAllText(Golden.PathOf($"configuration/{name}")).Split("=== ", StringSplitOptions.RemoveEmptyEntries))
        {
            var title = part.IndexOf('\n', StringComparison.Ordinal);
            var input = part[(title + 1)..(part.IndexOf("\n---\n", StringComparison.Ordinal) + 1)];
            now.Append($"=== {part[..title]}\n{input}---\n");
            foreach (var line in say(input.Replace("---yaml", "---", StringComparison.Ordinal)))
            {
                now.Append(line).Append('\n');
            }
        }

        return Golden.Compare($"configuration/{name}", now.ToString());
    }
}
