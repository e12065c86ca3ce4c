using FrontDesk.Config.V1;
using FrontDesk.Edge.Snapshots;
using FrontDesk.Edge.V1;
using FrontDesk.Routing.Certificates;
using FrontDesk.Routing.Secrets;
using FrontDesk.Routing.Snapshots;

namespace FrontDesk.Edge.Tls;

/// <summary>Certificates with their keys. Immutable; a change makes a new table that shares every certificate it did not touch.</summary>
internal sealed class CertificateTable
{
    private readonly PersistentMap<CertificateState> _certificates;

    private CertificateTable(PersistentMap<CertificateState> certificates) => _certificates = certificates;

    /// <summary>The table without certificates.</summary>
    public static CertificateTable Empty { get; } = new(PersistentMap<CertificateState>.Empty);

    /// <summary>All certificates, in no order.</summary>
    public IEnumerable<CertificateState> All => _certificates.Entries.Select(entry => entry.Value);

    /// <summary>The table after certificates of these names changed: their configuration, or their secrets.</summary>
    public CertificateTable Apply(SnapshotModel model, IEnumerable<string> changed, SecretVault vault)
    {
        PersistentMap<CertificateState> certificates = _certificates;
        foreach (string name in changed)
        {
            certificates = model.Certificates.TryGetValue(name, out CertificateModel? certificate)
                ? certificates.Set(name, new CertificateState(certificate, Secret(model, name, vault)))
                : certificates.Remove(name);
        }

        return new CertificateTable(certificates);
    }

    /// <summary>What belongs to a certificate; null where none has its name.</summary>
    public CertificateState? Find(CertificateModel certificate) => _certificates.TryGetValue(certificate.Name, out CertificateState? state) ? state : null;

    /// <summary>What is wrong with a certificate at a time, in a sentence; null where nothing is, or it is not there at all.</summary>
    public string? TroubleOf(string name, DateTimeOffset now) => _certificates.TryGetValue(name, out CertificateState? state) ? state.Inspection.TroubleAt(now) : null;

    private static CertificateSecret? Secret(SnapshotModel model, string name, SecretVault vault) =>
        model.Secrets.TryGetValue(SecretUse.NameOf(Kind.Certificate, name)!, out SecretUse? use) ? vault.Find(use.Secret)?.Certificate : null;
}
