namespace FrontDesk.Testing.Files;

/// <summary>Where things are in the working copy that the running tests were built from.</summary>
public static class Repository
{
    /// <summary>The directory that holds FrontDesk.sln.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The build configuration of the running tests: the programs under test are taken from the same one.</summary>
    public static string Configuration { get; } = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;

    /// <summary>An absolute path from one that is relative to the root, with `/` between its parts.</summary>
    public static string PathOf(string relative) => Path.Combine(Root, relative.Replace('/', Path.DirectorySeparatorChar));

    /// <summary>The built assembly of a project, for `dotnet exec`.</summary>
    /// <param name="project">The project's directory, relative to the root.</param>
    /// <param name="assembly">The assembly's name, without an extension.</param>
    public static string Assembly(string project, string assembly)
    {
        var path = Path.Combine(PathOf(project), "bin", Configuration, "net10.0", assembly + ".dll");
        return File.Exists(path)
            ? path
            : throw new FileNotFoundException($"{path} is not built. Run `dotnet build -c {Configuration} {project}` first.", path);
    }

    private static string FindRoot()
    {
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            if (File.Exists(Path.Combine(directory.FullName, "FrontDesk.sln")))
            {
                return directory.FullName;
            }
        }

        throw new DirectoryNotFoundException($"No FrontDesk.sln above {AppContext.BaseDirectory}: tests run from a working copy.");
    }
}
