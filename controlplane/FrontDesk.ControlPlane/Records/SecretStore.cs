using System.Collections.Concurrent;
using System.Security.Cryptography;
using FrontDesk.Admin.V1;
using FrontDesk.ControlPlane.Keys;
using FrontDesk.ControlPlane.Store;
using FrontDesk.ControlPlane.Store.V1;
using Google.Protobuf;

namespace FrontDesk.ControlPlane.Records;

/// <summary>
/// Records that are encrypted under the master key, each in its newest two versions. Versions only grow and never start again,
/// not even after a deletion, so that a version of a name always means the same bytes.
/// </summary>
internal sealed class SecretStore(RecordStore records, MasterKey masterKey)
{
    /// <summary>The folder of their records.</summary>
    public const string Folder = "secrets";

    private const int KeptVersions = 2;
    private const int Tries = 100;
    private const uint Leaping = 1_000_000;

    // The newest version by name; 0 where the bytes were deleted.
    private readonly ConcurrentDictionary<string, uint> _newest = new();

    /// <summary>
    /// Raised with the names of secrets whose newest version is another one, here (at once) or by another control plane (within a
    /// poll). Handlers must be quick and must not throw.
    /// </summary>
    public event Action<IReadOnlyCollection<string>>? Changed;

    /// <summary>The names of the secrets that have bytes, as this process knows them.</summary>
    public IEnumerable<string> Names => _newest.Where(secret => secret.Value > 0).Select(secret => secret.Key);

    /// <summary>The record that holds a secret.</summary>
    public static string RecordOf(string name) => $"{Folder}/{name}";

    /// <summary>The newest version as this process knows it, from memory; 0 where there is none.</summary>
    public uint NewestVersion(string name) => _newest.GetValueOrDefault(name);

    /// <summary>Stores a value and gives its version: the newest one's where the value equals it, else a higher one.</summary>
    public Task<uint> PutAsync(string name, ReadOnlyMemory<byte> value, CancellationToken cancellationToken) =>
        ChangeAsync(name, newest => newest is not null && CryptographicOperations.FixedTimeEquals(newest, value.Span) ? null : value.ToArray(), cancellationToken);

    /// <summary>Changes the newest value, by compare-and-set: again on what others wrote meanwhile.</summary>
    /// <param name="name">The secret's name.</param>
    /// <param name="change">Makes the next value from the newest, which is null where there is none; null leaves it as it is. May be called several times.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <param name="audit">What the audit log is to say of it, in the same transaction.</param>
    /// <returns>The newest version; 0 where there is none, still.</returns>
    public async Task<uint> ChangeAsync(string name, Func<byte[]?, byte[]?> change, CancellationToken cancellationToken, AuditEntry? audit = null)
    {
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            var record = await records.GetAsync(RecordOf(name), cancellationToken);
            var newest = Open(name, record, 0);
            if (change(newest?.Value) is not { } value)
            {
                return newest?.Version ?? 0;
            }

            var version = (record?.Version ?? 0) + 1;
            var stored = new StoredSecret { Versions = { new SealedVersion { Version = version, Sealed = Seal(name, version, value) } } };
            stored.Versions.AddRange(Versions(record).Take(KeptVersions - 1));
            if (await WriteAsync(name, record, stored, cancellationToken, audit: audit))
            {
                return version;
            }
        }

        throw new StoreUnavailableException($"the secret {name} could not be written: others kept changing it");
    }

    /// <summary>A secret's version (0: the newest); null where it is not there, or no longer.</summary>
    public async Task<Secret?> GetAsync(string name, uint version, CancellationToken cancellationToken) =>
        Open(name, await records.GetAsync(RecordOf(name), cancellationToken), version);

    /// <summary>The newest version of a secret; where there is none, the one that is made now. All control planes get the same.</summary>
    public async Task<Secret> GetOrCreateAsync(string name, Func<byte[]> create, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            var record = await records.GetAsync(RecordOf(name), cancellationToken);
            if (Open(name, record, 0) is { } there)
            {
                return there;
            }

            var version = (record?.Version ?? 0) + 1;
            var value = create();
            var stored = new StoredSecret { Versions = { new SealedVersion { Version = version, Sealed = Seal(name, version, value) } } };
            if (await WriteAsync(name, record, stored, cancellationToken))
            {
                return new Secret(name, version, value);
            }
        }

        throw new StoreUnavailableException($"the secret {name} could not be written: others kept changing it");
    }

    /// <summary>Forgets a secret's bytes; its version numbers stay used. False where there is none, or the guard no longer holds.</summary>
    public async Task<bool> DeleteAsync(string name, CancellationToken cancellationToken, StoreGuard? guard = null)
    {
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            var record = await records.GetAsync(RecordOf(name), cancellationToken);
            if (record is null || record.Value.Length == 0 || (guard is not null && !await records.HoldsAsync(guard)))
            {
                return false;
            }

            if (await WriteAsync(name, record, new StoredSecret(), cancellationToken, guard))
            {
                return true;
            }
        }

        throw new StoreUnavailableException($"the secret {name} could not be deleted: others kept changing it");
    }

    /// <summary>
    /// Takes all names and versions as the store has them, also lower ones and fewer, as a backup brings them back. At no moment is a secret unknown
    /// that is there before and after.
    /// </summary>
    public async Task ResetAsync()
    {
        var before = _newest.ToArray();
        var there = (await records.VersionsAsync(Folder)).ToDictionary(record => record.Key[(Folder.Length + 1)..], record => record.Value);
        var changed = new List<string>();

        // What was written while the store was read is newer than what was read.
        foreach (var (name, version) in before)
        {
            if (there.Remove(name, out var now) ? now != version && _newest.TryUpdate(name, now, version) : _newest.TryRemove(new(name, version)))
            {
                changed.Add(name);
            }
        }

        foreach (var (name, version) in there)
        {
            Note(name, version, changed);
        }

        Tell(changed);
    }

    /// <summary>Reads all names and versions, and tells what is new. Done at the start and whenever the folder changed.</summary>
    public async Task RefreshAsync()
    {
        var changed = new List<string>();
        foreach (var (record, version) in await records.VersionsAsync(Folder))
        {
            Note(record[(Folder.Length + 1)..], version, changed);
        }

        Tell(changed);
    }

    /// <summary>
    /// Moves all versions far beyond those that the store may have given out and lost: a version of a name always means the same bytes, and edges ask
    /// only for higher ones than they hold. Doing it twice does no harm.
    /// </summary>
    /// <exception cref="StoreRefusedException">A secret does not open: something else wrote it.</exception>
    public async Task LeapAsync(CancellationToken cancellationToken)
    {
        foreach (var name in (await records.VersionsAsync(Folder)).Keys)
        {
            var leapt = false;
            for (var attempt = 0; !leapt && attempt < Tries; attempt++)
            {
                leapt = await records.GetAsync(name, cancellationToken) is not { } record
                    || await records.ReplaceAsync(name, LeapValue(name, record.Value, masterKey).ToByteArray(), record.Version, cancellationToken, ahead: Leaping);
            }

            if (!leapt)
            {
                throw new StoreUnavailableException($"the secret {name} could not be written: others kept changing it");
            }
        }
    }

    /// <summary>A secret's record as a backup brings it back: with versions as <see cref="LeapAsync"/> gives them.</summary>
    /// <param name="record">The record's name.</param>
    /// <param name="raw">The record as it is stored.</param>
    /// <param name="masterKey">The key that it is encrypted under.</param>
    public static byte[] Leap(string record, byte[] raw, MasterKey masterKey)
    {
        var stored = StoredValue.Parse(StoredRecord.Parser, raw, record);
        stored.Version += Leaping;
        stored.Value = LeapValue(record, stored.Value.Span, masterKey).ToByteString();
        return stored.ToByteArray();
    }

    private static StoredSecret LeapValue(string record, ReadOnlySpan<byte> value, MasterKey masterKey)
    {
        var secret = StoredValue.Parse(StoredSecret.Parser, value.ToArray(), record);
        try
        {
            foreach (var version in secret.Versions)
            {
                var bytes = masterKey.Open(record, version.Version, version.Sealed.Span);
                version.Version += Leaping;
                version.Sealed = ByteString.CopyFrom(masterKey.Seal(record, version.Version, bytes));
            }

            return secret;
        }
        catch (CryptographicException damaged)
        {
            throw new StoreRefusedException($"the record {record} does not open: something other than a control plane of this desk wrote it; restore the store from a backup", damaged);
        }
    }

    private async Task<bool> WriteAsync(string name, Record? before, StoredSecret secret, CancellationToken cancellationToken, StoreGuard? guard = null, AuditEntry? audit = null)
    {
        var value = secret.ToByteArray();
        var written = before is null
            ? await records.CreateAsync(RecordOf(name), value, cancellationToken, audit)
            : await records.ReplaceAsync(RecordOf(name), value, before.Version, cancellationToken, guard, audit: audit);
        if (written)
        {
            var changed = new List<string>();
            Note(name, secret.Versions.Count == 0 ? 0 : secret.Versions[0].Version, changed);
            Tell(changed);
        }

        return written;
    }

    // A read that was under way while a newer version was written must not bring the older one back.
    private void Note(string name, uint version, List<string> changed)
    {
        var before = _newest.GetValueOrDefault(name);
        var after = _newest.AddOrUpdate(name, version, (_, known) => version == 0 || version > known ? version : known);
        if (after != before)
        {
            changed.Add(name);
        }
    }

    private void Tell(List<string> changed)
    {
        if (changed.Count > 0)
        {
            Changed?.Invoke(changed);
        }
    }

    private Secret? Open(string name, Record? record, uint version) =>
        Versions(record).FirstOrDefault(candidate => version == 0 || candidate.Version == version) is { } found
            ? new Secret(name, found.Version, masterKey.Open(RecordOf(name), found.Version, found.Sealed.Span))
            : null;

    private ByteString Seal(string name, uint version, ReadOnlySpan<byte> value) =>
        ByteString.CopyFrom(masterKey.Seal(RecordOf(name), version, value));

    private static IEnumerable<SealedVersion> Versions(Record? record) => record is null ? [] : StoredValue.Parse(StoredSecret.Parser, record.Value, StoreNames.Record(record.Name)).Versions;
}
