using FrontDesk.Edge.Hosting;

namespace FrontDesk.Edge.Tests.Snapshots;

/// <summary>
/// A disk in memory. When its power is cut it keeps what was flushed, and of the rest what a test chooses: of the names any number of the last changes in
/// their order, of each file's content one of <see cref="Remains"/>. It can also be full, from a step on or for one step.
/// </summary>
internal sealed class SimulatedDisk : IDisk
{
    private readonly Dictionary<string, Content> _names = [];
    private readonly List<Action<Dictionary<string, Content>>> _unflushed = [];
    private Dictionary<string, Content> _flushedNames = [];
    private bool _isCut;

    /// <summary>What is left of a file's content that was not flushed.</summary>
    public enum Remains
    {
        Nothing,
        All,
        Half,
        Zeros,
    }

    /// <summary>How many operations changed anything.</summary>
    public int Steps { get; private set; }

    /// <summary>The step in the midst of which the power is cut.</summary>
    public int CutAt { get; set; } = int.MaxValue;

    /// <summary>Whether a step finds no room.</summary>
    public Predicate<int> IsFull { get; set; } = _ => false;

    public bool Exists(string path) => _names.ContainsKey(path);

    public Stream OpenRead(string path)
        => _names.TryGetValue(path, out var content) ? new MemoryStream(content.Now, writable: false) : throw new FileNotFoundException(path);

    public Stream OpenWrite(string path)
    {
        if (!_names.TryGetValue(path, out var content))
        {
            Step();
            content = new Content();
            Change(names => names[path] = content);
        }

        return new Writing(this, content);
    }

    public void Flush(Stream stream)
    {
        Step();
        ((Writing)stream).Content.Flush();
    }

    public void Move(string from, string to)
    {
        Step();
        Change(names =>
        {
            if (names.Remove(from, out var content))
            {
                names[to] = content;
            }
        });
    }

    public void Delete(string path)
    {
        if (Exists(path))
        {
            Step();
            Change(names => names.Remove(path));
        }
    }

    public void FlushDirectory(string path)
    {
        Step();
        _flushedNames = new(_names);
        _unflushed.Clear();
    }

    /// <summary>The disk as it is found after the power was cut, in every way that it can be.</summary>
    public IEnumerable<SimulatedDisk> AfterCut()
    {
        for (var changes = 0; changes <= _unflushed.Count; changes++)
        {
            Dictionary<string, Content> names = new(_flushedNames);
            _unflushed.Take(changes).ToList().ForEach(change => change(names));
            foreach (var remains in Enum.GetValues<Remains>())
            {
                yield return Holding(names.Select(name => (name.Key, name.Value.After(remains))));
            }
        }
    }

    /// <summary>The disk as another process finds it that starts now.</summary>
    public SimulatedDisk AfterRestart() => Holding(_names.Select(name => (name.Key, name.Value.Now)));

    /// <summary>The same disk with one file's content changed.</summary>
    public SimulatedDisk With(string path, byte[] content) => Holding(_names.Select(name => (name.Key, name.Key == path ? content : name.Value.Now)));

    /// <summary>The files and what is in them.</summary>
    public IEnumerable<(string Path, byte[] Content)> Files => _names.Select(name => (name.Key, name.Value.Now));

    private static SimulatedDisk Holding(IEnumerable<(string Path, byte[] Content)> files)
    {
        var disk = new SimulatedDisk();
        foreach (var (path, bytes) in files)
        {
            disk._names[path] = new Content { Now = [.. bytes], Flushed = [.. bytes] };
        }

        disk._flushedNames = new(disk._names);
        return disk;
    }

    private void Change(Action<Dictionary<string, Content>> change)
    {
        change(_names);
        _unflushed.Add(change);
    }

    private void Step()
    {
        Steps++;
        _isCut |= Steps >= CutAt;
        if (_isCut)
        {
            throw new PowerCutException();
        }

        if (IsFull(Steps))
        {
            throw new IOException("No space left on device.");
        }
    }

    /// <summary>The process is no more.</summary>
    public sealed class PowerCutException : Exception;

    private sealed class Content
    {
        public byte[] Now { get; set; } = [];

        public byte[] Flushed { get; set; } = [];

        public void Flush() => Flushed = Now;

        public byte[] After(Remains remains) => remains switch
        {
            Remains.Nothing => Flushed,
            Remains.All => Now,
            Remains.Half => Now[..Math.Min(Now.Length, Flushed.Length + ((Now.Length - Flushed.Length) / 2))],
            _ => [.. Now.Select((value, i) => i < Flushed.Length && Flushed[i] == value ? value : (byte)0)],
        };
    }

    private sealed class Writing(SimulatedDisk disk, Content content) : Stream
    {
        public Content Content => content;

        public override bool CanRead => false;

        public override bool CanSeek => true;

        public override bool CanWrite => true;

        public override long Position { get; set; }

        public override long Length => content.Now.Length;

        public override void SetLength(long value)
        {
            if (value != content.Now.Length)
            {
                disk.Step();
                var now = content.Now;
                Array.Resize(ref now, (int)value);
                content.Now = now;
            }

            Position = Math.Min(Position, value);
        }

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            try
            {
                disk.Step();
            }
            catch
            {
                // The first half of it gets there.
                Put(buffer[..(buffer.Length / 2)]);
                throw;
            }

            Put(buffer);
        }

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin)
            => Position = offset + (origin == SeekOrigin.End ? Length : origin == SeekOrigin.Current ? Position : 0);

        private void Put(ReadOnlySpan<byte> bytes)
        {
            var now = content.Now;
            var end = (int)Position + bytes.Length;
            Array.Resize(ref now, Math.Max(now.Length, end));
            bytes.CopyTo(now.AsSpan((int)Position));
            content.Now = now;
            Position = end;
        }
    }
}
