using FrontDesk.Configuration.Documents;

namespace FrontDesk.Cli.Documents;

/// <summary>Finds and reads the documents that `-f` names: files, all documents below a folder, or `-` for standard input.</summary>
internal static class DocumentFiles
{
    private const int MostFiles = 10_000;
    /// <summary>The reader's own bound: a file that has more bytes than this has, for all that is usual in documents, more characters too.</summary>
    private const int MostBytesOfFile = DocumentReader.MostCharacters;
    private static readonly string[] Extensions = [".yaml", ".yml", ".json"];

    /// <summary>The documents in the order named; those of a folder by path. Hidden files and folders are passed over.</summary>
    public static IReadOnlyList<SourceFile> Read(Shell shell, IReadOnlyList<string> named)
    {
        var names = named.SelectMany(name => Expand(shell, name)).Distinct(StringComparer.Ordinal).ToList();
        if (names.Count > MostFiles)
        {
            throw new CommandFailure(ExitCode.Error, $"there are {names.Count:N0} documents; {MostFiles:N0} are read at most");
        }

        var files = new List<SourceFile>(names.Count);
        long characters = 0;
        foreach (var name in names)
        {
            files.Add(new SourceFile(name, ReadOne(shell, name)));
            characters += files[^1].Text.Length;
            if (characters > DocumentReader.MostCharacters)
            {
                throw new CommandFailure(ExitCode.Error, $"the documents are longer than {DocumentReader.MostCharacters:N0} characters together", "apply them in parts");
            }
        }

        return files;
    }

    private static IEnumerable<string> Expand(Shell shell, string name)
    {
        if (name == "-" || !Directory.Exists(shell.Resolve(name)))
        {
            return [name];
        }

        var options = new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 16, AttributesToSkip = FileAttributes.Hidden };
        var root = shell.Resolve(name);
        var found = Directory.EnumerateFiles(root, "*", options)
            .Where(path => Extensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase))
            .Take(MostFiles + 1)
            .Select(path => Path.Combine(name, Path.GetRelativePath(root, path)))
            .Order(StringComparer.Ordinal)
            .ToList();
        return found.Count > 0 ? found : throw new CommandFailure(ExitCode.Error, $"the folder '{name}' holds no *.yaml, *.yml or *.json");
    }

    private static string ReadOne(Shell shell, string name)
    {
        try
        {
            if (name != "-")
            {
                return BoundedFile.ReadText(shell.Resolve(name), MostBytesOfFile);
            }

            using var input = shell.OpenInput();
            return BoundedFile.ReadText(input, MostBytesOfFile);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure(ExitCode.Error, $"{(name == "-" ? "standard input" : $"'{name}'")} cannot be read: {e.Message}");
        }
    }
}
