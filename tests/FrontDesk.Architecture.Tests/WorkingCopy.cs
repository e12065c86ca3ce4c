using FrontDesk.Testing.Files;

namespace FrontDesk.Architecture.Tests;

/// <summary>The tree's own files: what is written by people, not what a build makes of it.</summary>
internal static class WorkingCopy
{
    private static readonly string[] Made = ["bin", "obj", "artifacts", ".git", ".vs", ".idea", "TestResults", "BenchmarkDotNet.Artifacts"];

    /// <summary>All files, relative to the root, with `/` between the parts, in order.</summary>
    public static IReadOnlyList<string> Files { get; } =
        [.. Walk(new DirectoryInfo(Repository.Root)).Where(file => file.Name != ".git").Select(Relative).Order(StringComparer.Ordinal)];

    /// <summary>All C# files.</summary>
    public static IEnumerable<string> Sources => Files.Where(file => file.EndsWith(".cs", StringComparison.Ordinal));

    /// <summary>The C# files of programs and libraries, without tests.</summary>
    public static IEnumerable<string> ProductSources => Sources.Where(file => !IsTest(file));

    /// <summary>The C# files of tests.</summary>
    public static IEnumerable<string> TestSources => Sources.Where(IsTest);

    /// <summary>The project files.</summary>
    public static IEnumerable<string> Projects => Files.Where(file => file.EndsWith(".csproj", StringComparison.Ordinal));

    /// <summary>What people read: the pages at the root and under docs.</summary>
    public static IEnumerable<string> Pages => Files.Where(file => file.EndsWith(".md", StringComparison.Ordinal));

    /// <summary>A file's text.</summary>
    public static string Read(string relative) => File.ReadAllText(Repository.PathOf(relative));

    /// <summary>Each place in the files where a line fits: `file:line: text`.</summary>
    public static List<string> Find(IEnumerable<string> files, Func<string, bool> fits) =>
    [
        .. files.SelectMany(file => File.ReadLines(Repository.PathOf(file))
            .Select((text, index) => (text, number: index + 1))
            .Where(line => fits(line.text))
            .Select(line => $"{file}:{line.number}: {line.text.Trim()}")),
    ];

    private static bool IsTest(string file) => file.StartsWith("tests/", StringComparison.Ordinal);

    private static string Relative(FileInfo file) =>
        Path.GetRelativePath(Repository.Root, file.FullName).Replace(Path.DirectorySeparatorChar, '/');

    private static IEnumerable<FileInfo> Walk(DirectoryInfo directory) =>
        directory.EnumerateFiles().Concat(directory.EnumerateDirectories().Where(child => !Made.Contains(child.Name)).SelectMany(Walk));
}
