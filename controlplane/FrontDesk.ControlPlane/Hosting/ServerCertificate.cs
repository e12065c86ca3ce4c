using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using FrontDesk.ControlPlane.Identity;

namespace FrontDesk.ControlPlane.Hosting;

/// <summary>The control plane's own certificate: made at the start, and made anew in time by the handshake that finds it old.</summary>
internal sealed class ServerCertificate
{
    private readonly CertificateAuthority _authority;
    private readonly TimeProvider _time;
    private readonly string[] _hosts;
    private readonly IPAddress[] _addresses;
    private readonly Lock _lock = new();
    private SslStreamCertificateContext? _current;
    private DateTimeOffset _renewAt;

    /// <summary>For names and addresses; those that every control plane has are added.</summary>
    public ServerCertificate(CertificateAuthority authority, IEnumerable<string> names, TimeProvider time)
    {
        _authority = authority;
        _time = time;
        string[] all = ["localhost", "127.0.0.1", "::1", Dns.GetHostName(), .. names];
        _addresses = [.. all.Select(Address).OfType<IPAddress>().Distinct()];
        _hosts = [.. all.Where(name => Address(name) is null).Select(name => name.ToLowerInvariant()).Distinct()];
    }

    /// <summary>The certificate as TLS wants it.</summary>
    public SslStreamCertificateContext Current
    {
        get
        {
            lock (_lock)
            {
                if (_current is null || _time.GetUtcNow() >= _renewAt)
                {
                    var certificate = _authority.IssueServer(_hosts, _addresses);
                    _current = SslStreamCertificateContext.Create(
                        certificate, new X509Certificate2Collection(_authority.Certificate), offline: true);
                    _renewAt = _time.GetUtcNow() + (CertificateAuthority.ServerLifetime * 2 / 3);
                }

                return _current;
            }
        }
    }

    private static IPAddress? Address(string name) => IPAddress.TryParse(name, out var address) ? address : null;
}
