using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace FrontDesk.ControlPlane.Store;

/// <summary>Files for their owner only (0600) that survive a power cut.</summary>
internal static class PrivateFile
{
    /// <summary>Opens a file for reading and writing; made where there is none and the mode lets it.</summary>
    public static FileStream Open(string path, FileMode mode)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.ReadWrite, Share = FileShare.Read, BufferSize = 64 * 1024 };
        if (!OperatingSystem.IsWindows() && mode is not (FileMode.Open or FileMode.Truncate))
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new FileStream(path, options);
    }

    /// <summary>Puts a written file in the place of another: one or the other is there, whatever happens.</summary>
    public static void Replace(string written, string path)
    {
        File.Move(written, path, overwrite: true);

        // Windows keeps names safe by itself, and cannot open a directory as a file.
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var descriptor = OpenForReading(Path.GetDirectoryName(path)!, 0);
        if (descriptor < 0)
        {
            throw new IOException($"the directory of {path} cannot be flushed: {new Win32Exception(Marshal.GetLastPInvokeError()).Message}");
        }

        using var handle = new SafeFileHandle(descriptor, ownsHandle: true);
        RandomAccess.FlushToDisk(handle);
    }

    // open(2): .NET's own refuses directories.
    [DllImport("libc", EntryPoint = "open", SetLastError = true, BestFitMapping = false)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int OpenForReading([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);
}
