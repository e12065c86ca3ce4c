using FrontDesk.Config.V1;
using FrontDesk.Edge.Hosting;
using FrontDesk.Edge.V1;
using FrontDesk.Routing.Snapshots;
using Google.Protobuf;

namespace FrontDesk.Edge.Snapshots;

/// <summary>
/// The configuration on disk: a file `base` and a log of what came since, so that a change costs the change. The log's name carries the
/// generation that `base` names: renaming a new `base` into place changes both at once. Used by one task at a time.
/// </summary>
internal sealed class LastKnownGood : IDisposable
{
    private const uint Format = 1;
    private const int ChunkSize = 1024 * 1024;
    private const int ShortestCompaction = 1024 * 1024;

    private readonly string _folder;
    private readonly IDisk _disk;
    private readonly ILogger<LastKnownGood> _log;
    private Stream? _changes;
    private ulong _generation;
    private long _baseSize;

    /// <summary>Uses the folder `configuration` of the data directory.</summary>
    public LastKnownGood(DataDirectory directory, IDisk disk, ILogger<LastKnownGood> log)
    {
        _folder = directory.Folder("configuration");
        _disk = disk;
        _log = log;
    }

    private string BasePath => Path.Combine(_folder, "base");

    /// <summary>Whether the next change can be added to what was read or written last.</summary>
    public bool IsOpen => _changes is not null;

    /// <summary>Reads the newest whole state; nothing at all where there is none or `base` is damaged. Works on a disk that cannot be written.</summary>
    /// <exception cref="IOException">The disk cannot be read.</exception>
    public HeldConfiguration Read()
    {
        if (!_disk.Exists(BasePath))
        {
            return new HeldConfiguration();
        }

        if (ReadBase() is not { } held)
        {
            PutDamagedAside();
            return new HeldConfiguration();
        }

        long end = ReadChanges(held);
        try
        {
            // A crash between the new base and the end of the old log leaves the old log.
            _disk.Delete(LogPath(_generation - 1));
            OpenChanges(end);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            CloseChanges();
            _log.NotWritten(e.Message);
        }

        return held;
    }

    /// <summary>Adds a change; on the disk when this returns. The state is the one after the change.</summary>
    /// <exception cref="IOException">The disk has the state before, whole. What follows must be <see cref="Replace"/>.</exception>
    public void Append(StateRecord change, HeldConfiguration held)
    {
        if (_changes is null || _changes.Length > Math.Max(ShortestCompaction, _baseSize))
        {
            Replace(held);
            return;
        }

        try
        {
            RecordFrames.Write(_changes, change);
            _disk.Flush(_changes);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Half a frame must not stand before the next: the caller writes a new base.
            CloseChanges();
            throw;
        }
    }

    /// <summary>Writes the whole state anew and begins an empty log.</summary>
    /// <exception cref="IOException">The disk has the state before, or this one, whole. What follows must be another <see cref="Replace"/>.</exception>
    public void Replace(HeldConfiguration held)
    {
        CloseChanges();
        ulong next = _generation + 1;

        // Of a base that was damaged, or of one whose renaming was not known to be done.
        _disk.Delete(LogPath(next));
        _disk.Replace(BasePath, stream =>
        {
            RecordFrames.Write(stream, new StateRecord { Header = new StateHeader { Format = Format, Generation = next } });
            WriteChunks(stream, held);
            _baseSize = stream.Length;
        });
        _disk.Delete(LogPath(_generation));
        _generation = next;
        OpenChanges(0);
    }

    /// <inheritdoc/>
    public void Dispose() => CloseChanges();

    private static void WriteChunks(Stream stream, HeldConfiguration held)
    {
        SnapshotChunk chunk = new() { To = held.Position };
        int size = 0;
        foreach (StoredResource resource in held.Resources)
        {
            chunk.Resources.Add(resource);
            size += resource.Resource.Length;
            if (size > ChunkSize)
            {
                RecordFrames.Write(stream, new StateRecord { Snapshot = chunk });
                chunk = new SnapshotChunk { To = held.Position };
                size = 0;
            }
        }

        chunk.Secrets.Add(held.Announced.Select(secret => new SecretVersion { Secret = secret.Key, Version = secret.Value }));
        chunk.Last = true;
        chunk.Head = held.Head;
        RecordFrames.Write(stream, new StateRecord { Snapshot = chunk });
    }

    private HeldConfiguration? ReadBase()
    {
        using Stream stream = _disk.OpenRead(BasePath);
        HeldConfiguration held = new();
        foreach ((byte[] payload, _) in RecordFrames.Read(stream))
        {
            if (Parse(payload) is not { } record)
            {
                return null;
            }

            if (record.Header is { } header)
            {
                if (header.Format != Format)
                {
                    return null;
                }

                _generation = header.Generation;
            }
            else if (record.Snapshot is { } chunk)
            {
                Operation[] operations = [.. chunk.Resources.Select(resource => new Operation { Put = resource })];
                held.Commit(operations, chunk.To, held.DigestAfter(operations));
                held.Announce(chunk.Secrets);
                if (chunk.Last)
                {
                    held.Head = chunk.Head;
                    _baseSize = stream.Length;
                    return HeldConfiguration.Matches(chunk.To.Digest, held.Digest) ? held : null;
                }
            }
        }

        return null;
    }

    // Returns where the last whole change ends.
    private long ReadChanges(HeldConfiguration held)
    {
        if (!_disk.Exists(LogPath(_generation)))
        {
            return 0;
        }

        long end = 0;
        using Stream stream = _disk.OpenRead(LogPath(_generation));
        foreach ((byte[] payload, long frameEnd) in RecordFrames.Read(stream))
        {
            if (Parse(payload) is not { } record || !TryTake(record, held))
            {
                break;
            }

            end = frameEnd;
        }

        if (end < stream.Length)
        {
            _log.LogTorn(stream.Length - end, held.Revision);
        }

        return end;
    }

    // A whole frame that is no record comes from another version of this program.
    private static StateRecord? Parse(byte[] payload)
    {
        try
        {
            return StateRecord.Parser.ParseFrom(payload);
        }
        catch (InvalidProtocolBufferException)
        {
            return null;
        }
    }

    private static bool TryTake(StateRecord record, HeldConfiguration held)
    {
        if (record.Delta is { } delta)
        {
            ScopeDigest digest = held.DigestAfter(delta.Operations);
            if (!held.IsAt(delta.From) || !HeldConfiguration.Matches(delta.To.Digest, digest))
            {
                return false;
            }

            held.Commit(delta.Operations, delta.To, digest);
            held.Head = delta.Head;
            held.Announce(delta.Secrets);
        }
        else if (record.SecretsChanged is { } changed)
        {
            held.Announce(changed.Secrets);
        }

        return true;
    }

    private void OpenChanges(long end)
    {
        _changes = _disk.OpenWrite(LogPath(_generation));
        _changes.SetLength(end);
        _changes.Position = end;
        _disk.FlushDirectory(_folder);
    }

    private void CloseChanges()
    {
        Stream? changes = _changes;
        _changes = null;
        changes?.Dispose();
    }

    private void PutDamagedAside()
    {
        try
        {
            _disk.Move(BasePath, BasePath + ".damaged");
            _log.BaseDamaged(BasePath + ".damaged");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _log.NotWritten(e.Message);
        }
    }

    private string LogPath(ulong generation) => Path.Combine(_folder, $"log-{generation}");
}
