namespace FrontDesk.Edge.Hosting;

/// <summary>The directory that holds all that an edge keeps. Locked, because two edges in one would overwrite each other.</summary>
internal sealed class DataDirectory : IDisposable
{
    private readonly FileStream _lock;

    private DataDirectory(string path, FileStream held)
    {
        Path = path;
        _lock = held;
    }

    /// <summary>The directory's full path.</summary>
    public string Path { get; }

    /// <summary>Makes the directory where needed, for this user alone, and locks it until the process ends.</summary>
    /// <exception cref="EdgeStartException">Another edge runs on it, or it cannot be written.</exception>
    public static DataDirectory Open(string path)
    {
        string full = System.IO.Path.GetFullPath(path);
        try
        {
            CreatePrivate(full);
            return new DataDirectory(full, Lock(System.IO.Path.Combine(full, "lock")));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new EdgeStartException(
                $"The data directory {full} cannot be used: {e.Message} Either another edge runs on it, or this user may not write to it; give another with --data.", e);
        }
    }

    /// <summary>The path of something in the directory.</summary>
    public string Of(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>A directory in the directory, made where needed.</summary>
    public string Folder(string name)
    {
        string folder = Of(name);
        CreatePrivate(folder);
        return folder;
    }

    /// <inheritdoc/>
    public void Dispose() => _lock.Dispose();

    private static FileStream Lock(string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException && File.Exists(path))
        {
            // Held by another edge, which shows again here; or on a disk that is read-only now, from which an edge still serves.
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.None);
        }
    }

    private static void CreatePrivate(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }
}
