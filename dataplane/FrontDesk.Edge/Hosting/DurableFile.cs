namespace FrontDesk.Edge.Hosting;

/// <summary>Files that are wholly the old or wholly the new, also after a power cut.</summary>
internal static class DurableFile
{
    /// <summary>Replaces the file's content: written beside it, flushed to the disk, renamed over it.</summary>
    /// <exception cref="IOException">It was not: the file is as it was, or, where only the last flush failed, new until a power cut.</exception>
    public static void Replace(this IDisk disk, string path, Action<Stream> write)
    {
        string beside = path + ".new";
        try
        {
            using (Stream stream = disk.OpenWrite(beside))
            {
                stream.SetLength(0);
                write(stream);
                disk.Flush(stream);
            }

            disk.Move(beside, path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Half a file on a full disk would take the room that is missing.
            TryDelete(disk, beside);
            throw;
        }

        disk.FlushDirectory(Path.GetDirectoryName(path)!);
    }

    private static void TryDelete(IDisk disk, string path)
    {
        try
        {
            disk.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The next attempt writes over it; what failed first is what is told.
        }
    }
}
