namespace FrontDesk.Edge.Logging;

/// <summary>
/// Where lines end up: standard output, a file that is put aside at its full size, or something like a file that is not (a pipe, a device). Used by one thread.
/// </summary>
internal sealed class LogSink : IDisposable
{
    private readonly string? _path;
    private readonly long _maxBytes;
    private readonly int _maxFiles;
    private Stream? _stream;

    /// <summary>A sink over a stream.</summary>
    public LogSink(Stream stream)
    {
        _stream = stream;
        _maxBytes = long.MaxValue;
    }

    /// <summary>A sink over a file, which is gone on with where it exists.</summary>
    /// <param name="path">The file.</param>
    /// <param name="maxBytes">The size at which it is put aside.</param>
    /// <param name="maxFiles">How many are kept aside.</param>
    public LogSink(string path, long maxBytes, int maxFiles)
    {
        _path = path;
        _maxBytes = maxBytes;
        _maxFiles = maxFiles;
    }

    /// <summary>Writes whole lines.</summary>
    /// <exception cref="IOException">They could not be written. The next call tries to open the file anew.</exception>
    public void Write(ReadOnlySpan<byte> lines)
    {
        try
        {
            if (_stream is { CanSeek: true } && _path is not null)
            {
                LookAfter(_path, _stream.Position);
            }

            _stream ??= Open(_path!);
            _stream.Write(lines);
            _stream.Flush();
        }
        catch when (_path is not null)
        {
            Close();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _stream?.Dispose();

    /// <summary>
    /// Begins anew where the file is full, or where what is at the path is not what was written to: moved away, deleted or cut off by another, as logrotate does.
    /// </summary>
    private void LookAfter(string path, long written)
    {
        var file = new FileInfo(path);
        if (!file.Exists || file.Length != written)
        {
            Close();
        }
        else if (file.Length >= _maxBytes)
        {
            PutAside(path);
        }
    }

    // No buffer: what comes is many lines at once. Others may read along, and move the file away.
    private static FileStream Open(string path) => new(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);

    private void Close()
    {
        _stream?.Dispose();
        _stream = null;
    }

    private void PutAside(string path)
    {
        Close();
        for (var number = _maxFiles - 1; number > 0; number--)
        {
            if (File.Exists($"{path}.{number}"))
            {
                File.Move($"{path}.{number}", $"{path}.{number + 1}", overwrite: true);
            }
        }

        if (_maxFiles > 0)
        {
            File.Move(path, path + ".1", overwrite: true);
        }
        else
        {
            File.Delete(path);
        }
    }
}
