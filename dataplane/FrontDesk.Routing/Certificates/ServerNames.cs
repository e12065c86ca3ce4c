using FrontDesk.Routing.Snapshots;
using FrontDesk.Routing.Targets;

namespace FrontDesk.Routing.Certificates;

/// <summary>Certificates by the names they are for. Immutable; a change costs the names it touches.</summary>
internal sealed class ServerNames
{
    /// <summary>The table of nothing.</summary>
    public static ServerNames Empty { get; } = new(PersistentMap<CertificateModel[]>.Empty, PersistentMap<CertificateModel[]>.Empty);

    private readonly PersistentMap<CertificateModel[]> _exact;
    private readonly PersistentMap<CertificateModel[]> _wildcard;

    private ServerNames(PersistentMap<CertificateModel[]> exact, PersistentMap<CertificateModel[]> wildcard)
    {
        _exact = exact;
        _wildcard = wildcard;
    }

    /// <summary>The certificate for a name: exact, then a wildcard of one label (RFC 6125 §6.4.3); null where none fits.</summary>
    public CertificateModel? Find(ReadOnlySpan<char> serverName)
    {
        if (_exact.TryGetValue(serverName, out var certificates))
        {
            return certificates[0];
        }

        var dot = serverName.IndexOf('.');
        return dot > 0 && _wildcard.TryGetValue(serverName[(dot + 1)..], out certificates) ? certificates[0] : null;
    }

    /// <summary>The table with one certificate in place of another of the same name; null for none.</summary>
    public ServerNames With(CertificateModel? before, CertificateModel? after)
    {
        var exact = _exact;
        var wildcard = _wildcard;
        foreach (var name in before?.Names ?? [])
        {
            Change(name, list => [.. list.Where(certificate => certificate != before)]);
        }

        foreach (var name in after?.Names ?? [])
        {
            Change(name, list => [.. list.Append(after!).Order(ByPreference)]);
        }

        return new ServerNames(exact, wildcard);

        void Change(string name, Func<CertificateModel[], CertificateModel[]> change)
        {
            var isWildcard = HostPattern.IsWildcard(name);
            ref var map = ref isWildcard ? ref wildcard : ref exact;
            var key = isWildcard ? name[2..] : name;
            var list = change(map.TryGetValue(key, out var there) ? there : []);
            map = list.Length == 0 ? map.Remove(key) : map.Set(key, list);
        }
    }

    /// <summary>
    /// Where several are for one name: what an operator brought (its version is known) before what is issued internally, so that bringing
    /// one is enough to have it shown; then by name.
    /// </summary>
    private static readonly Comparer<CertificateModel> ByPreference = Comparer<CertificateModel>.Create(static (a, b) =>
        (a.Version == 0, b.Version == 0) switch
        {
            (true, false) => 1,
            (false, true) => -1,
            _ => string.CompareOrdinal(a.Name, b.Name),
        });
}
