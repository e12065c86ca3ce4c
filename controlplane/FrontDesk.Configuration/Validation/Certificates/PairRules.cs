using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using FrontDesk.Config.V1;

namespace FrontDesk.Configuration.Validation.Certificates;

/// <summary>What a certificate with its key must be. The key's bytes stand in no message.</summary>
internal static class PairRules
{
    private const int MaxChain = 64 * 1024;
    private const int MaxKey = 16 * 1024;

    /// <summary>Tells what is wrong.</summary>
    public static void Check(IList<string> names, CertificatePair pair, ResourceProblems problems, DateTimeOffset now)
    {
        if (pair.Chain.Length > MaxChain || pair.Key.Length > MaxKey)
        {
            problems.Error("pair", "The certificate's file has at most 64 KiB, the key's at most 16 KiB.");
            return;
        }

        using var chain = ReadChain(pair, problems);
        using var key = PrivateKey.Read(Encoding.UTF8.GetString(pair.Key.Span), out var reason);
        if (key is null)
        {
            problems.Error("pair.key", reason, "Give a PEM file with one private key, RSA of 2048 bits or more or ECDSA on P-256, P-384 or P-521, unencrypted.");
        }

        if (chain is { Leaf: var leaf })
        {
            if (key is not null && !key.Matches(leaf))
            {
                problems.Error("pair.key", "The key is not that of the certificate.", "Give the two files that belong together.");
            }

            CheckTimes(leaf, problems, now);
            CheckNames(names, leaf, problems);
            CheckOrder(chain, problems);
        }
    }

    private static Chain? ReadChain(CertificatePair pair, ResourceProblems problems)
    {
        var certificates = new X509Certificate2Collection();
        try
        {
            certificates.ImportFromPem(Encoding.UTF8.GetString(pair.Chain.Span));
        }
        catch (CryptographicException)
        {
            certificates.Clear();
        }

        if (certificates.Count == 0)
        {
            problems.Error("pair.chain", "This holds no certificate that can be read.", "Give a PEM file: the certificate, then its chain.");
            return null;
        }

        return new Chain(certificates);
    }

    private static void CheckTimes(X509Certificate2 leaf, ResourceProblems problems, DateTimeOffset now)
    {
        if (leaf.NotAfter.ToUniversalTime() <= now.UtcDateTime)
        {
            problems.Warning("pair.chain", $"The certificate expired on {leaf.NotAfter.ToUniversalTime():yyyy-MM-dd HH:mm} UTC.", "Renew it: clients will refuse it.");
        }
        else if (leaf.NotBefore.ToUniversalTime() > now.UtcDateTime)
        {
            problems.Warning("pair.chain", $"The certificate is not valid before {leaf.NotBefore.ToUniversalTime():yyyy-MM-dd HH:mm} UTC.", "Clients will refuse it until then.");
        }
    }

    private static void CheckNames(IList<string> names, X509Certificate2 leaf, ResourceProblems problems)
    {
        var covered = leaf.Extensions.OfType<X509SubjectAlternativeNameExtension>()
            .SelectMany(extension => extension.EnumerateDnsNames())
            .Select(name => name.ToLowerInvariant())
            .ToHashSet();
        for (var at = 0; at < names.Count; at++)
        {
            var dot = names[at].IndexOf('.', StringComparison.Ordinal);
            if (!covered.Contains(names[at]) && !(dot > 0 && covered.Contains($"*{names[at][dot..]}")))
            {
                var all = covered.Count == 0 ? "no name" : string.Join(", ", covered.Order(StringComparer.Ordinal).Take(10));
                problems.Error($"names[{at}]", $"The certificate is not for `{names[at]}`, but for {all}.", "Take the name out, or get a certificate that has it among its subject alternative names.");
            }
        }
    }

    private static void CheckOrder(Chain chain, ResourceProblems problems)
    {
        for (var at = 1; at < chain.Certificates.Count; at++)
        {
            if (!chain.Certificates[at - 1].IssuerName.RawData.AsSpan().SequenceEqual(chain.Certificates[at].SubjectName.RawData))
            {
                problems.Warning("pair.chain", $"Certificate {at + 1} in the file did not issue the one before it.", "Put the server's certificate first, then each one's issuer.");
            }
        }
    }

    private sealed record Chain(X509Certificate2Collection Certificates) : IDisposable
    {
        public X509Certificate2 Leaf => Certificates[0];

        public void Dispose()
        {
            foreach (var certificate in Certificates)
            {
                certificate.Dispose();
            }
        }
    }
}
