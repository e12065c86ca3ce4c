namespace FrontDesk.Testing.Files;

/// <summary>Files under tests/golden that say what the result shall be.</summary>
public static class Golden
{
    /// <summary>The variable that, set to 1, makes tests write what they got instead of failing.</summary>
    public const string Switch = "FRONTDESK_UPDATE_GOLDEN";

    /// <summary>Whether tests shall write their golden files.</summary>
    public static bool Update => Environment.GetEnvironmentVariable(Switch) == "1";

    /// <summary>The path of a golden file.</summary>
    /// <param name="relative">Relative to tests/golden, with `/` between its parts.</param>
    public static string PathOf(string relative) => Repository.PathOf("tests/golden/" + relative);

    /// <summary>Compares a text with a golden file, or writes it where <see cref="Update"/> is set.</summary>
    /// <returns>Null where they are equal; else what to tell.</returns>
    public static string? Compare(string relative, string actual)
    {
        var path = PathOf(relative);
        if (Update)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, actual);
            return null;
        }

        if (!File.Exists(path))
        {
            return $"tests/golden/{relative} is missing. Run the test with {Switch}=1 and read what it wrote.";
        }

        var expected = File.ReadAllText(path);
        return expected == actual ? null : Describe(relative, expected.Split('\n'), actual.Split('\n'));
    }

    private static string Describe(string relative, string[] expected, string[] actual)
    {
        var line = 0;
        while (line < expected.Length && line < actual.Length && expected[line] == actual[line])
        {
            line++;
        }

        return $"""
            tests/golden/{relative} differs from line {line + 1} on:
              golden: {(line < expected.Length ? expected[line] : "(end)")}
              now:    {(line < actual.Length ? actual[line] : "(end)")}
            Where the change is meant, run the test with {Switch}=1 and read the difference.
            """;
    }
}
