using FrontDesk.Config.V1;
using FrontDesk.Edge.Hosting;
using FrontDesk.Edge.V1;
using FrontDesk.Routing.Snapshots;

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
    private readonly ILogger<LastKnownGood> _log;
    private FileStream? _changes;
    private ulong _generation;
    private long _baseSize;

    /// <summary>Uses the folder `configuration` of the data directory.</summary>
    public LastKnownGood(DataDirectory directory, ILogger<LastKnownGood> log)
    {
        _folder = directory.Folder("configuration");
        _log = log;
    }

    private string BasePath => Path.Combine(_folder, "base");

    /// <summary>Reads the newest whole state; nothing at all where there is none or `base` is damaged.</summary>
    public HeldConfiguration Read()
    {
        if (!File.Exists(BasePath))
        {
            return new HeldConfiguration();
        }

        if (ReadBase() is not { } held)
        {
            File.Move(BasePath, BasePath + ".damaged", overwrite: true);
            _log.BaseDamaged(BasePath + ".damaged");
            return new HeldConfiguration();
        }

        // A crash between the new base and the end of the old log leaves the old log.
        File.Delete(LogPath(_generation - 1));
        ReadChanges(held);
        return held;
    }

    /// <summary>Adds a change; on the disk when this returns. The state is the one after the change.</summary>
    public void Append(StateRecord change, HeldConfiguration held)
    {
        if (_changes is null || _changes.Length > Math.Max(ShortestCompaction, _baseSize))
        {
            Replace(held);
            return;
        }

        long before = _changes.Length;
        try
        {
            RecordFrames.Write(_changes, change);
            _changes.Flush(flushToDisk: true);
        }
        catch (IOException)
        {
            // Half a frame must not stand before the next: the caller writes a new base.
            CloseChanges();
            throw;
        }
    }

    /// <summary>Writes the whole state anew and begins an empty log.</summary>
    public void Replace(HeldConfiguration held)
    {
        CloseChanges();
        ulong next = _generation + 1;
        DurableFile.Write(BasePath, stream =>
        {
            RecordFrames.Write(stream, new StateRecord { Header = new StateHeader { Format = Format, Generation = next } });
            WriteChunks(stream, held);
            _baseSize = stream.Length;
        });
        File.Delete(LogPath(_generation));
        _generation = next;
        OpenChanges(0);
    }

    /// <inheritdoc/>
    public void Dispose() => CloseChanges();

    private static void WriteChunks(FileStream stream, HeldConfiguration held)
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
        using FileStream stream = File.OpenRead(BasePath);
        HeldConfiguration held = new();
        foreach ((byte[] payload, _) in RecordFrames.Read(stream))
        {
            StateRecord record = StateRecord.Parser.ParseFrom(payload);
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

    private void ReadChanges(HeldConfiguration held)
    {
        long end = 0;
        if (File.Exists(LogPath(_generation)))
        {
            using FileStream stream = File.OpenRead(LogPath(_generation));
            foreach ((byte[] payload, long frameEnd) in RecordFrames.Read(stream))
            {
                if (!TryTake(StateRecord.Parser.ParseFrom(payload), held))
                {
                    break;
                }

                end = frameEnd;
            }

            if (end < stream.Length)
            {
                _log.LogTorn(stream.Length - end, held.Revision);
            }
        }

        OpenChanges(end);
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
        _changes = DurableFile.OpenPrivate(LogPath(_generation), FileMode.OpenOrCreate);
        _changes.SetLength(end);
        _changes.Position = end;
        DurableFile.FlushDirectory(_folder);
    }

    private void CloseChanges()
    {
        _changes?.Dispose();
        _changes = null;
    }

    private string LogPath(ulong generation) => Path.Combine(_folder, $"log-{generation}");
}
