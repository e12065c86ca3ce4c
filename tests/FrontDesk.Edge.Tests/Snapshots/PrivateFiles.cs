namespace FrontDesk.Edge.Tests.Snapshots;

/// <summary>Who may read a file.</summary>
internal static class PrivateFiles
{
    /// <summary>Whether only its owner may read and write it.</summary>
    public static bool IsPrivate(string path)
        => OperatingSystem.IsWindows() || File.GetUnixFileMode(path) == (UnixFileMode.UserRead | UnixFileMode.UserWrite);
}
