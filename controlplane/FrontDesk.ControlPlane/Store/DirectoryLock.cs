namespace FrontDesk.ControlPlane.Store;

/// <summary>Keeps a directory for one control plane; the system gives it back when the process ends, however it ends.</summary>
internal sealed class DirectoryLock : IDisposable
{
    private readonly FileStream _file;

    private DirectoryLock(FileStream file) => _file = file;

    /// <summary>Takes the directory, which is made where it is missing, for its owner only.</summary>
    /// <exception cref="StoreRefusedException">Somebody else has it.</exception>
    public static DirectoryLock Take(string directory)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(directory);
        }
        else
        {
            Directory.CreateDirectory(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        try
        {
            return new DirectoryLock(new FileStream(Path.Combine(directory, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException taken) when (taken is not FileNotFoundException and not DirectoryNotFoundException)
        {
            throw new StoreRefusedException(
                $"another control plane is using {directory}: stop it, give this one another --data, or let both use one Redis with --store", taken);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
