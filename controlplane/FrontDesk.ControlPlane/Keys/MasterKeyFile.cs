using System.Security.Cryptography;
using FrontDesk.ControlPlane.Store;

namespace FrontDesk.ControlPlane.Keys;

/// <summary>The file that holds the master key: 64 hexadecimal digits, readable by its owner only.</summary>
internal static class MasterKeyFile
{
    /// <summary>Reads the key; null where there is no such file.</summary>
    /// <exception cref="StoreRefusedException">The file holds no key.</exception>
    public static async Task<MasterKey?> ReadAsync(string path, CancellationToken cancellationToken)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        var text = (await File.ReadAllTextAsync(path, cancellationToken)).Trim();
        var key = new byte[MasterKey.Length];
        if (text.Length != 2 * MasterKey.Length
            || Convert.FromHexString(text, key, out _, out _) != System.Buffers.OperationStatus.Done)
        {
            throw new StoreRefusedException($"{path} holds no master key: it must be {2 * MasterKey.Length} hexadecimal digits and nothing else");
        }

        return new MasterKey(key);
    }

    /// <summary>Whether others than the file's owner may read it.</summary>
    public static bool IsReadableByOthers(string path) =>
        !OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & (UnixFileMode.GroupRead | UnixFileMode.OtherRead)) != 0;

    /// <summary>Makes a new key and writes it, with mode 0600; whole or not at all, and never over another one.</summary>
    public static async Task<MasterKey> CreateAsync(string path, CancellationToken cancellationToken)
    {
        var key = RandomNumberGenerator.GetBytes(MasterKey.Length);
        var temporary = path + ".new";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, Options = FileOptions.WriteThrough };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        await using (var file = new FileStream(temporary, options))
        {
            await file.WriteAsync(System.Text.Encoding.ASCII.GetBytes(Convert.ToHexStringLower(key) + "\n"), cancellationToken);
            file.Flush(flushToDisk: true);
        }

        File.Move(temporary, path, overwrite: false);
        return new MasterKey(key);
    }
}
