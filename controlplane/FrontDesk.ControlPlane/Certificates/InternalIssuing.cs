using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using FrontDesk.Config.V1;
using FrontDesk.ControlPlane.Identity;
using FrontDesk.ControlPlane.Records;
using FrontDesk.ControlPlane.Store;
using FrontDesk.Edge.V1;
using FrontDesk.Routing.Secrets;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace FrontDesk.ControlPlane.Certificates;

/// <summary>
/// Issues certificates for `internal: {}`. Each is a record and a secret, so a rollback never revives an old one. One that fails is
/// noted, shown and tried again, and holds back no other.
/// </summary>
internal sealed class InternalIssuing(
    SecretStore secrets, RecordStore records, CertificateAuthority authority, TimeProvider time, ILogger<InternalIssuing> log)
{
    // So many a change may wait for, so that an edge's ack means that they are served; more come while it is published.
    private const int MaxFirst = 32;
    private const string Folder = "issued/";

    private readonly ConcurrentDictionary<string, IssuedCertificate> _issued = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _failed = new(StringComparer.Ordinal);

    /// <summary>The record of a certificate that was issued.</summary>
    public static string RecordOf(string certificate) => Folder + certificate;

    /// <summary>Certificates that could not be issued, with the reason; they are tried again.</summary>
    public IReadOnlyDictionary<string, string> Failed => _failed;

    /// <summary>Reads what was issued before.</summary>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        foreach (var record in await records.ListAsync(Folder, cancellationToken))
        {
            _issued[record.Name[Folder.Length..]] = IssuedCertificate.Parser.ParseFrom(record.Value);
        }
    }

    /// <summary>When a certificate for these names is to be issued or renewed: the past where there is none that fits.</summary>
    public DateTimeOffset DueAt(string certificate, IReadOnlyList<string> names) =>
        _issued.TryGetValue(certificate, out var issued)
        && issued.Names.SequenceEqual(names)
        && issued.Version >= secrets.NewestVersion(SecretUse.NameOf(Kind.Certificate, certificate)!)
            ? issued.RenewAt.ToDateTimeOffset()
            : DateTimeOffset.MinValue;

    /// <summary>Issues the first internal certificates that a change brings, before it is committed.</summary>
    public async Task IssueFirstAsync(IEnumerable<Operation> operations, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var due = operations
            .Where(operation => operation.Put is { Kind: Kind.Certificate })
            .Select(operation => Resource.Parser.ParseFrom(operation.Put.Resource))
            .Where(resource => resource.Certificate.Internal is not null && DueAt(resource.Name, resource.Certificate.Names) <= now)
            .Take(MaxFirst);
        foreach (var resource in due)
        {
            await IssueDueAsync(resource.Name, resource.Certificate.Names, cancellationToken);
        }
    }

    /// <summary>Issues a certificate that is due, unless another control plane did just now; one that fails is noted.</summary>
    public async Task IssueDueAsync(string certificate, IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        if (!await TryReadAsync(certificate, cancellationToken) || DueAt(certificate, names) <= time.GetUtcNow())
        {
            await TryIssueAsync(certificate, names, cancellationToken);
        }
        else
        {
            Forget(certificate);
        }
    }

    /// <summary>Issues a certificate; false, with the reason noted, where that failed.</summary>
    public async Task<bool> TryIssueAsync(string certificate, IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        try
        {
            await IssueAsync(certificate, names, cancellationToken);
            _failed.TryRemove(certificate, out _);
            return true;
        }
        catch (Exception failed) when (failed is StoreUnavailableException or CryptographicException or ArgumentException)
        {
            _failed[certificate] = failed.Message;
            CertificatesLog.Failed(log, failed, certificate);
            return false;
        }
    }

    /// <summary>A certificate is no longer wanted: its failure is nobody's concern.</summary>
    public void Forget(string certificate) => _failed.TryRemove(certificate, out _);

    private async Task IssueAsync(string name, IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        using var certificate = authority.IssueSite(names);
        using var key = certificate.GetECDsaPrivateKey()!;
        var content = new CertificateSecret
        {
            Chain = ByteString.CopyFrom(Encoding.ASCII.GetBytes(certificate.ExportCertificatePem() + "\n")),
            Key = ByteString.CopyFrom(Encoding.ASCII.GetBytes(key.ExportPkcs8PrivateKeyPem() + "\n")),
        };

        // The secret first: a record without one would be believed.
        var version = await secrets.PutAsync(SecretUse.NameOf(Kind.Certificate, name)!, content.ToByteArray(), cancellationToken);
        var issued = new IssuedCertificate
        {
            Names = { names },
            Version = version,
            RenewAt = Timestamp.FromDateTimeOffset(time.GetUtcNow() + (CertificateAuthority.SiteLifetime * 2 / 3)),
            NotAfter = Timestamp.FromDateTime(certificate.NotAfter.ToUniversalTime()),
        };
        await RecordAsync(name, issued, cancellationToken);
        _issued[name] = issued;
        CertificatesLog.Issued(log, name, version, issued.NotAfter.ToDateTimeOffset());
    }

    // False where there is none, or it cannot be known now.
    private async Task<bool> TryReadAsync(string certificate, CancellationToken cancellationToken)
    {
        try
        {
            if (await records.GetAsync(Folder + certificate, cancellationToken) is not { } record)
            {
                return false;
            }

            _issued[certificate] = IssuedCertificate.Parser.ParseFrom(record.Value);
            return true;
        }
        catch (StoreUnavailableException)
        {
            // To issue it fails in the same way, and tells.
            return false;
        }
    }

    // Where another control plane wrote at the same time, either record will do: its version tells which is the newest.
    private async Task RecordAsync(string name, IssuedCertificate issued, CancellationToken cancellationToken)
    {
        var value = issued.ToByteArray();
        if (!await records.CreateAsync(Folder + name, value, cancellationToken)
            && await records.GetAsync(Folder + name, cancellationToken) is { } before)
        {
            await records.ReplaceAsync(Folder + name, value, before.Version, cancellationToken);
        }
    }
}
