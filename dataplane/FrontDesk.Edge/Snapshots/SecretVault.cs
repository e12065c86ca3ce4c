using System.Security.Cryptography;
using FrontDesk.Edge.Hosting;
using FrontDesk.Edge.Identity;
using FrontDesk.Edge.V1;
using Google.Protobuf;

namespace FrontDesk.Edge.Snapshots;

/// <summary>The secrets that this edge uses: in memory as they are, on disk encrypted under the state key. Used by one task at a time.</summary>
internal sealed class SecretVault
{
    private readonly string _path;
    private readonly StateKey _key;
    private readonly Dictionary<string, GetSecretsResponse> _secrets = [];
    private int _frames;

    /// <summary>Reads the file `configuration/secrets` of the data directory.</summary>
    public SecretVault(DataDirectory directory, StateKey key, ILogger<SecretVault> log)
    {
        _path = Path.Combine(directory.Folder("configuration"), "secrets");
        _key = key;
        if (File.Exists(_path))
        {
            Read(log);
        }
    }

    /// <summary>A secret, in the newest version that is here; null where there is none.</summary>
    public GetSecretsResponse? Find(string name) => _secrets.GetValueOrDefault(name);

    /// <summary>The version that is here; 0 for none.</summary>
    public uint VersionOf(string name) => Find(name)?.Secret.Version ?? 0;

    /// <summary>Keeps secrets; on the disk when this returns, unless the disk fails.</summary>
    /// <exception cref="IOException">They are kept in memory only.</exception>
    public void Keep(IReadOnlyCollection<GetSecretsResponse> secrets)
    {
        foreach (GetSecretsResponse secret in secrets)
        {
            _secrets[secret.Secret.Secret] = secret;
        }

        if (_frames + secrets.Count > (2 * _secrets.Count) + 16)
        {
            Rewrite();
            return;
        }

        int frames = _frames + secrets.Count;
        _frames = int.MaxValue / 2; // Until it is done: half a frame at the end is mended by writing the file anew.
        using FileStream stream = DurableFile.OpenPrivate(_path, FileMode.OpenOrCreate);
        stream.Seek(0, SeekOrigin.End);
        foreach (GetSecretsResponse secret in secrets)
        {
            RecordFrames.Write(stream, Seal(secret));
        }

        stream.Flush(flushToDisk: true);
        _frames = frames;
    }

    /// <summary>Forgets all secrets but these.</summary>
    /// <exception cref="IOException">They are still on the disk.</exception>
    public void Retain(IReadOnlySet<string> names)
    {
        string[] gone = [.. _secrets.Keys.Where(name => !names.Contains(name))];
        if (gone.Length > 0)
        {
            Array.ForEach(gone, name => _secrets.Remove(name));
            Rewrite();
        }
    }

    private void Rewrite()
    {
        DurableFile.Write(_path, stream =>
        {
            foreach (GetSecretsResponse secret in _secrets.Values)
            {
                RecordFrames.Write(stream, Seal(secret));
            }
        });
        _frames = _secrets.Count;
    }

    private void Read(ILogger log)
    {
        using FileStream stream = DurableFile.OpenPrivate(_path, FileMode.OpenOrCreate);
        long end = 0;
        foreach ((byte[] payload, long frameEnd) in RecordFrames.Read(stream))
        {
            end = frameEnd;
            _frames++;
            SealedSecret frame = SealedSecret.Parser.ParseFrom(payload);
            try
            {
                byte[] plain = _key.Unseal(frame.Sealed.Span, Purpose(frame.Secret, frame.Version));
                _secrets[frame.Secret] = GetSecretsResponse.Parser.ParseFrom(plain);
            }
            catch (CryptographicException e)
            {
                log.SecretUnreadable(frame.Secret, e.Message);
            }
        }

        // A torn frame at the end would hide what is appended after it.
        stream.SetLength(end);
    }

    private SealedSecret Seal(GetSecretsResponse secret) => new()
    {
        Secret = secret.Secret.Secret,
        Version = secret.Secret.Version,
        Sealed = ByteString.CopyFrom(_key.Seal(secret.ToByteArray(), Purpose(secret.Secret.Secret, secret.Secret.Version))),
    };

    private static string Purpose(string name, uint version) => $"secret/{name}/{version}";
}
