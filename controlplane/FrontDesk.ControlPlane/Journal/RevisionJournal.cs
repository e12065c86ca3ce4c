using FrontDesk.Config.V1;
using FrontDesk.ControlPlane.Revisions;
using FrontDesk.ControlPlane.Store;
using Google.Protobuf;

namespace FrontDesk.ControlPlane.Journal;

/// <summary>
/// What this control plane has seen of the history, on its own disk: a whole configuration and the revisions after it. A store that lost or
/// changed any of it is noticed by comparing, and can be restored from it. Bounded: once the revisions outweigh the configuration, it is
/// written anew. Used by one task at a time.
/// </summary>
internal sealed class RevisionJournal : IDisposable
{
    private const uint Format = 1;
    private const int ShortestRewrite = 4 * 1024 * 1024;

    private readonly string _path;
    private readonly ILogger _logger;
    private readonly DirectoryLock _directory;
    private readonly TimeProvider _clock;
    private FileStream? _file;
    private long _startSize;

    private RevisionJournal(string path, DirectoryLock directory, ILogger logger, TimeProvider clock) =>
        (_path, _directory, _logger, _clock) = (path, directory, logger, clock);

    /// <summary>The newest place in the history that is on the disk; null where there is nothing yet.</summary>
    public DeskHead? Last { get; private set; }

    /// <summary>Why the newest place is not on the disk; null where it is.</summary>
    public Alarm? Failure { get; private set; }

    /// <summary>Opens the journal of a data directory, and takes the directory.</summary>
    /// <exception cref="StoreRefusedException">Another control plane has it.</exception>
    public static RevisionJournal Open(string dataDirectory, ILogger logger, TimeProvider clock)
    {
        var folder = Path.Combine(dataDirectory, "journal");
        var journal = new RevisionJournal(Path.Combine(folder, "journal"), DirectoryLock.Take(folder), logger, clock);
        try
        {
            journal.Find();
            return journal;
        }
        catch
        {
            journal.Dispose();
            throw;
        }
    }

    /// <summary>Adds revisions that lead to a state; on the disk when this returns, unless <see cref="Failure"/> says otherwise.</summary>
    public void Append(IReadOnlyList<SeenRevision> revisions, DeskState state) => Try(() =>
    {
        var first = revisions[0].Head;
        var follows = Last is { } last && first.Epoch == last.Epoch && first.Revision == last.Revision + 1;
        if (_file is null || !follows || _file.Length - _startSize > Math.Max(ShortestRewrite, _startSize))
        {
            Rewrite(state);
            return;
        }

        foreach (var revision in revisions)
        {
            Frames.Write(_file, new JournalRecord { Revision = new JournalRevision { Head = Message(revision.Head), Operations = { revision.Operations } } });
        }

        _file.Flush(flushToDisk: true);
        Last = state.Head;
    });

    /// <summary>Starts anew at a state; on the disk when this returns, unless <see cref="Failure"/> says otherwise.</summary>
    public void Replace(DeskState state) => Try(() => Rewrite(state));

    /// <summary>The configuration at <see cref="Last"/>; null where there is nothing yet.</summary>
    public DeskState? Read()
    {
        if (Last is null)
        {
            return null;
        }

        DeskState? state = null;
        using var file = new FileStream(_path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        foreach (var (payload, _) in Frames.Read(file))
        {
            var record = JournalRecord.Parser.ParseFrom(payload);
            state = record.RecordCase switch
            {
                JournalRecord.RecordOneofCase.Start => DeskState.Empty(Place(record.Start.Head)),
                JournalRecord.RecordOneofCase.Resources => state!.Follow([.. record.Resources.Resources.Select(resource => new Operation { Put = resource })], state.Head),
                JournalRecord.RecordOneofCase.Revision => state!.Follow(record.Revision.Operations, Place(record.Revision.Head)),
                _ => state,
            };
        }

        return state?.Settled();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _file?.Dispose();
        _directory.Dispose();
    }

    private void Find()
    {
        if (!File.Exists(_path))
        {
            return;
        }

        var file = PrivateFile.Open(_path, FileMode.Open);
        long end = 0;
        foreach (var (payload, frameEnd) in Frames.Read(file))
        {
            var record = JournalRecord.Parser.ParseFrom(payload);
            if (record.Start is { Format: not Format })
            {
                file.Dispose();
                throw new StoreRefusedException($"the journal {_path} is of format {record.Start.Format}, and this version knows {Format}: start the version that wrote it, or move the file away");
            }

            (Last, _startSize) = record switch
            {
                { Start: { } start } => (Place(start.Head), frameEnd),
                { Revision: { } revision } => (Place(revision.Head), _startSize),
                _ => (Last, frameEnd),
            };
            end = frameEnd;
        }

        if (Last is null)
        {
            file.Dispose();
            File.Move(_path, _path + ".damaged", overwrite: true);
            JournalLog.Damaged(_logger, _path, _path + ".damaged");
            return;
        }

        if (end < file.Length)
        {
            JournalLog.Torn(_logger, _path, file.Length - end);
            file.SetLength(end);
        }

        file.Position = end;
        _file = file;
    }

    private void Rewrite(DeskState state)
    {
        Close();
        var written = _path + ".new";
        using (var file = PrivateFile.Open(written, FileMode.Create))
        {
            Frames.Write(file, new JournalRecord { Start = new JournalStart { Format = Format, Head = Message(state.Head) } });
            foreach (var part in Parts.Divide(state.Stored, resource => resource.CalculateSize()))
            {
                Frames.Write(file, new JournalRecord { Resources = new JournalResources { Resources = { part } } });
            }

            file.Flush(flushToDisk: true);
            _startSize = file.Length;
        }

        // What an operator gave up is kept once more.
        if (Last is { } last && state.Head.Epoch > last.Epoch && File.Exists(_path))
        {
            File.Copy(_path, _path + ".previous", overwrite: true);
        }

        PrivateFile.Replace(written, _path);
        _file = PrivateFile.Open(_path, FileMode.Open);
        _file.Position = _startSize;
        Last = state.Head;
    }

    // What cannot be remembered must not stop the desk: the store has it. It is told, and tried again with the next revision.
    private void Try(System.Action write)
    {
        try
        {
            write();
            Failure = null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // Half a frame must not stand before the next: the next write starts anew.
            Close();
            if (Failure is null)
            {
                JournalLog.NotWritten(_logger, _path, failure.Message);
            }

            Failure ??= new Alarm(
                "journal-not-written",
                $"this control plane cannot write its journal: {failure.Message}",
                "Free space on its disk, or let it write to --data; until then a loss in the store may go unnoticed after a restart",
                _clock.GetUtcNow());
        }
    }

    private void Close()
    {
        _file?.Dispose();
        _file = null;
    }

    private static DeskHead Place(JournalHead head) => new(head.Epoch, head.Revision, head.Chain.ToByteArray());

    private static JournalHead Message(DeskHead head) => new() { Epoch = head.Epoch, Revision = head.Revision, Chain = ByteString.CopyFrom(head.Chain) };
}
