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
    private readonly IDisk _disk;
    private readonly StateKey _key;
    private readonly Dictionary<string, GetSecretsResponse> _secrets = [];
    private int _frames;
    private bool _isTorn;

    /// <summary>Reads the file `configuration/secrets` of the data directory.</summary>
    public SecretVault(DataDirectory directory, IDisk disk, StateKey key, ILogger<SecretVault> log)
    {
        _disk = disk;
        _path = Path.Combine(directory.Folder("configuration"), "secrets");
        _key = key;
        try
        {
            if (disk.Exists(_path))
            {
                Read(log);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // They are fetched again; what is there is not added to, but replaced.
            _isTorn = true;
            log.SecretsUnreadable(e.Message);
        }
    }

    /// <summary>A secret, in the newest version that is here; null where there is none.</summary>
    public GetSecretsResponse? Find(string name) => _secrets.GetValueOrDefault(name);

    /// <summary>The version that is here; 0 for none.</summary>
    public uint VersionOf(string name) => Find(name)?.Secret.Version ?? 0;

    /// <summary>Keeps secrets; on the disk when this returns, unless the disk fails.</summary>
    /// <exception cref="IOException">They are kept in memory only, until <see cref="Rewrite"/>.</exception>
    public void Keep(IReadOnlyCollection<GetSecretsResponse> secrets)
    {
        if (secrets.Count == 0)
        {
            return;
        }

        foreach (GetSecretsResponse secret in secrets)
        {
            _secrets[secret.Secret.Secret] = secret;
        }

        if (_isTorn || _frames + secrets.Count > (2 * _secrets.Count) + 16)
        {
            Rewrite();
            return;
        }

        // Until it is done: half a frame at the end is mended by writing the file anew.
        _isTorn = true;
        using Stream stream = _disk.OpenWrite(_path);
        stream.Seek(0, SeekOrigin.End);
        foreach (GetSecretsResponse secret in secrets)
        {
            RecordFrames.Write(stream, Seal(secret));
        }

        _disk.Flush(stream);
        if (_frames == 0)
        {
            _disk.FlushDirectory(Path.GetDirectoryName(_path)!);
        }

        _frames += secrets.Count;
        _isTorn = false;
    }

    /// <summary>Forgets all secrets but these.</summary>
    /// <exception cref="IOException">They are still on the disk, until <see cref="Rewrite"/>.</exception>
    public void Retain(IReadOnlySet<string> names)
    {
        string[] gone = [.. _secrets.Keys.Where(name => !names.Contains(name))];
        if (gone.Length > 0)
        {
            Array.ForEach(gone, name => _secrets.Remove(name));
            Rewrite();
        }
    }

    /// <summary>Writes all secrets anew.</summary>
    /// <exception cref="IOException">The disk has what it had.</exception>
    public void Rewrite()
    {
        _isTorn = true;
        _disk.Replace(_path, stream =>
        {
            foreach (GetSecretsResponse secret in _secrets.Values)
            {
                RecordFrames.Write(stream, Seal(secret));
            }
        });
        _frames = _secrets.Count;
        _isTorn = false;
    }

    private void Read(ILogger log)
    {
        using Stream stream = _disk.OpenRead(_path);
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
        _isTorn = end < stream.Length;
    }

    private SealedSecret Seal(GetSecretsResponse secret) => new()
    {
        Secret = secret.Secret.Secret,
        Version = secret.Secret.Version,
        Sealed = ByteString.CopyFrom(_key.Seal(secret.ToByteArray(), Purpose(secret.Secret.Secret, secret.Secret.Version))),
    };

    private static string Purpose(string name, uint version) => $"secret/{name}/{version}";
}
