using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace FrontDesk.Edge.Hosting;

/// <summary>Files that are wholly the old or wholly the new, also after a power cut, and that only this user reads.</summary>
internal static class DurableFile
{
    /// <summary>Replaces the file's content: written beside it, flushed to the disk, renamed over it.</summary>
    public static void Write(string path, Action<FileStream> write)
    {
        string beside = path + ".new";
        using (FileStream stream = OpenPrivate(beside, FileMode.Create))
        {
            write(stream);
            stream.Flush(flushToDisk: true);
        }

        File.Move(beside, path, overwrite: true);
        FlushDirectory(Path.GetDirectoryName(path)!);
    }

    /// <summary>Opens a file for reading and writing; made 0600 where there is none, so the mode must be one that may create.</summary>
    public static FileStream OpenPrivate(string path, FileMode mode)
    {
        FileStreamOptions options = new() { Mode = mode, Access = FileAccess.ReadWrite, Share = FileShare.Read, BufferSize = 64 * 1024 };
        if (!OperatingSystem.IsWindows() && mode is not (FileMode.Open or FileMode.Truncate))
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new FileStream(path, options);
    }

    /// <summary>Makes renames and new files in a directory survive a power cut.</summary>
    public static void FlushDirectory(string path)
    {
        // Windows keeps names safe by itself, and cannot open a directory as a file.
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        int descriptor = OpenForReading(path, 0);
        if (descriptor < 0)
        {
            throw new IOException($"The directory {path} cannot be flushed: {new Win32Exception(Marshal.GetLastPInvokeError()).Message}.");
        }

        using SafeFileHandle handle = new(descriptor, ownsHandle: true);
        RandomAccess.FlushToDisk(handle);
    }

    // open(2): .NET's own refuses directories.
    [DllImport("libc", EntryPoint = "open", SetLastError = true, BestFitMapping = false)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int OpenForReading([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);
}
