namespace FrontDesk.Routing.Certificates;

/// <summary>A certificate, compiled: which names it is for.</summary>
/// <param name="Name">The certificate's name.</param>
/// <param name="Names">The host names, normalised, exact or `*.` and a name.</param>
/// <param name="Version">The version of its secret; 0 for the newest that was announced.</param>
public sealed record CertificateModel(string Name, string[] Names, uint Version)
{
    /// <summary>Whether it is for a host (normalised): one of its names, or `*.` and the host without its first label (RFC 6125 §6.4.3).</summary>
    public bool Covers(string host)
    {
        var dot = host.IndexOf('.', StringComparison.Ordinal);
        foreach (var name in Names)
        {
            if (name == host || (dot > 0 && name.StartsWith("*.", StringComparison.Ordinal) && name.AsSpan(1).SequenceEqual(host.AsSpan(dot))))
            {
                return true;
            }
        }

        return false;
    }
}
