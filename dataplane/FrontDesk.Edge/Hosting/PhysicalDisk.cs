using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace FrontDesk.Edge.Hosting;

/// <summary>The disk of this machine.</summary>
internal sealed class PhysicalDisk : IDisk
{
    /// <inheritdoc/>
    public bool Exists(string path) => File.Exists(path);

    /// <inheritdoc/>
    public Stream OpenRead(string path) => File.OpenRead(path);

    /// <inheritdoc/>
    public Stream OpenWrite(string path)
    {
        // No buffer: what a full disk refused shall not be tried again when the stream is closed.
        FileStreamOptions options = new() { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.Read, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new FileStream(path, options);
    }

    /// <inheritdoc/>
    public void Flush(Stream stream) => ((FileStream)stream).Flush(flushToDisk: true);

    /// <inheritdoc/>
    public void Move(string from, string to) => File.Move(from, to, overwrite: true);

    /// <inheritdoc/>
    public void Delete(string path) => File.Delete(path);

    /// <inheritdoc/>
    public void FlushDirectory(string path)
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
