using FrontDesk.Edge.Hosting;

namespace FrontDesk.Edge.Tests.Snapshots;

/// <summary>This machine's disk, which refuses to be written to as long as a test says so.</summary>
internal sealed class RefusingDisk : IDisk
{
    private readonly PhysicalDisk _disk = new();

    /// <summary>Whether nothing can be written now.</summary>
    public volatile bool Refuses;

    public bool Exists(string path) => _disk.Exists(path);

    public Stream OpenRead(string path) => _disk.OpenRead(path);

    public Stream OpenWrite(string path) => Ask(() => _disk.OpenWrite(path));

    public void Flush(Stream stream) => Ask(() => _disk.Flush(stream));

    public void Move(string from, string to) => Ask(() => _disk.Move(from, to));

    public void Delete(string path) => Ask(() => _disk.Delete(path));

    public void FlushDirectory(string path) => Ask(() => _disk.FlushDirectory(path));

    private void Ask(Action write) => Ask(() =>
    {
        write();
        return true;
    });

    private T Ask<T>(Func<T> write) => Refuses ? throw new IOException("No space left on device") : write();
}
