using System.Security.Cryptography;
using FrontDesk.ControlPlane.Keys;
using FrontDesk.ControlPlane.Store;
using FrontDesk.ControlPlane.Store.V1;
using Google.Protobuf;

namespace FrontDesk.ControlPlane.Storage;

/// <summary>A copy of a store in a file that was verified from its first byte to its last.</summary>
internal sealed class BackupFile
{
    private const uint Format = 1;
    private readonly string _path;

    private BackupFile(string path, BackupHeader header, StoreKey key, MasterKey master) => (_path, Header, Key, Master) = (path, header, key, master);

    /// <summary>The master key that its secrets are encrypted under.</summary>
    public MasterKey Master { get; }

    /// <summary>What it is a copy of.</summary>
    public BackupHeader Header { get; }

    /// <summary>The store key that it was made with.</summary>
    public StoreKey Key { get; }

    /// <summary>All values, `keys` and `head` among them. Read from the file at each call.</summary>
    public IEnumerable<BackupEntry> Entries => Read(_path).Select(frame => frame.Frame.Entry).OfType<BackupEntry>();

    /// <summary>Opens a file and verifies all of it.</summary>
    /// <exception cref="StoreRefusedException">It is not whole, was changed, or belongs to another master key.</exception>
    public static BackupFile Open(string path, MasterKey master)
    {
        BackupHeader? header = null;
        StoreKey? key = null;
        Authentication? mac = null;
        var first = new List<byte[]>();
        try
        {
            foreach (var (frame, payload) in Read(path))
            {
                switch (frame.FrameCase)
                {
                    case BackupFrame.FrameOneofCase.Header when header is null && frame.Header.Format == Format:
                        header = frame.Header;
                        first.Add(payload);
                        break;
                    case BackupFrame.FrameOneofCase.Entry when header is not null && key is null && frame.Entry.Key == StoreNames.Keys:
                        key = StoreKey.Open(master, StoredValue.Parse(StoredKeys.Parser, frame.Entry.Value.ToByteArray(), StoreNames.Keys), "this backup");
                        mac = key.Backup().Add(first[0]).Add(payload);
                        break;
                    case BackupFrame.FrameOneofCase.Entry when mac is not null:
                        mac.Add(payload);
                        break;
                    case BackupFrame.FrameOneofCase.End when mac is not null:
                        return CryptographicOperations.FixedTimeEquals(mac.Finish(), frame.End.Mac.Span) ? new BackupFile(path, header!, key!, master) : throw Damaged();
                    default:
                        throw Damaged();
                }
            }
        }
        catch (Exception damaged) when (damaged is InvalidProtocolBufferException or CryptographicException)
        {
            throw Damaged();
        }
        finally
        {
            mac?.Dispose();
        }

        throw new StoreRefusedException(header is null
            ? "this is no file of `frontdesk store backup` that this version can read"
            : "this backup is not whole: its end is missing. Take another one");
    }

    /// <summary>Writes a file: the header, the values, the end. The first value must be `keys`.</summary>
    public static async Task WriteAsync(Stream file, BackupHeader header, StoreKey key, IAsyncEnumerable<BackupEntry> entries)
    {
        using var mac = key.Backup();
        header.Format = Format;
        Write(new BackupFrame { Header = header });
        await foreach (var entry in entries)
        {
            Write(new BackupFrame { Entry = entry });
        }

        Frames.Write(file, new BackupFrame { End = new BackupEnd { Mac = ByteString.CopyFrom(mac.Finish()) } });

        void Write(BackupFrame frame)
        {
            var payload = frame.ToByteArray();
            Frames.Write(file, payload);
            mac.Add(payload);
        }
    }

    private static IEnumerable<(BackupFrame Frame, byte[] Payload)> Read(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 64 * 1024);
        foreach (var (payload, _) in Frames.Read(file))
        {
            yield return (BackupFrame.Parser.ParseFrom(payload), payload);
        }
    }

    private static StoreRefusedException Damaged() => new("this backup was changed since it was made, or is damaged; nothing was restored. Take another one");
}
