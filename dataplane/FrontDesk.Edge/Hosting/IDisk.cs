namespace FrontDesk.Edge.Hosting;

/// <summary>
/// The few operations by which an edge keeps its state, so that tests can cut the power, or fill the disk, before and after each. All of them throw
/// <see cref="IOException"/> or <see cref="UnauthorizedAccessException"/> where the disk does not do it.
/// </summary>
internal interface IDisk
{
    /// <summary>Whether there is a file.</summary>
    bool Exists(string path);

    /// <summary>Opens a file for reading.</summary>
    Stream OpenRead(string path);

    /// <summary>Opens a file for writing, at its start; made where there is none, for this user alone.</summary>
    Stream OpenWrite(string path);

    /// <summary>Ends when what was written, and the file's length, survive a power cut.</summary>
    void Flush(Stream stream);

    /// <summary>Puts a file in another's place, or where there was none.</summary>
    void Move(string from, string to);

    /// <summary>Deletes a file, where there is one.</summary>
    void Delete(string path);

    /// <summary>Ends when new, moved and deleted files of a directory survive a power cut as such.</summary>
    void FlushDirectory(string path);
}
