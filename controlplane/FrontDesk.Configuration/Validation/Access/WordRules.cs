using System.Buffers;

namespace FrontDesk.Configuration.Validation.Access;

/// <summary>What the names of groups and scopes must be.</summary>
internal static class WordRules
{
    private const int Most = 20;
    private const int Longest = 253;

    // What fits in a header's comma-separated list and on a command line.
    private static readonly SearchValues<char> Characters = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_:/");

    /// <summary>Tells what is wrong.</summary>
    public static void Check(string field, IReadOnlyList<string> words, ResourceProblems problems)
    {
        problems.CheckCount(field, words.Count, 0, Most);
        for (var at = 0; at < words.Count; at++)
        {
            if (!IsWord(words[at]))
            {
                problems.Error($"{field}[{at}]", $"`{words[at]}` is not a name.", $"1 to {Longest} letters, digits, '.', '-', '_', ':' and '/'.");
            }
        }
    }

    /// <summary>Whether a text is the name of a group or scope.</summary>
    public static bool IsWord(string text) => text.Length is > 0 and <= Longest && !text.AsSpan().ContainsAnyExcept(Characters);
}
