using FrontDesk.Config.V1;

namespace FrontDesk.Configuration.Validation.Certificates;

/// <summary>What a certificate must be.</summary>
internal static class CertificateRules
{
    private const int MaxNames = 100;

    /// <summary>Tells what is wrong.</summary>
    public static void Check(CertificateConfig certificate, ResourceProblems problems, DateTimeOffset now)
    {
        problems.CheckCount("names", certificate.Names.Count, 1, MaxNames);
        for (var at = 0; at < certificate.Names.Count; at++)
        {
            HostNames.CheckPattern($"names[{at}]", certificate.Names[at], problems);
            if (certificate.Names.IndexOf(certificate.Names[at]) < at)
            {
                problems.Error($"names[{at}]", $"`{certificate.Names[at]}` is there twice.", "Name it once.");
            }
        }

        CheckSource(certificate, problems);
        if (certificate.Pair is { } pair)
        {
            CheckPair(certificate, pair, problems, now);
        }
    }

    private static void CheckSource(CertificateConfig certificate, ResourceProblems problems)
    {
        if (certificate.CertFile.Length > 0 || certificate.KeyFile.Length > 0)
        {
            var isWhole = certificate.CertFile.Length > 0 && certificate.KeyFile.Length > 0;
            problems.Error(
                certificate.CertFile.Length > 0 ? "certFile" : "keyFile",
                isWhole ? "The files were not read: the CLI sends what they hold, not their names." : "certFile and keyFile belong together.",
                isWhole ? "Apply with `frontdesk apply`, or send `pair`." : "Give both.");
        }
        else if (certificate.Pair is null && certificate.Internal is null)
        {
            problems.Error("", "The certificate does not say where it comes from.", "Give `certFile` with `keyFile`, or `internal: {}`.");
        }

        if (certificate.Internal is not null && (certificate.Pair is not null || certificate.CertFile.Length > 0 || certificate.KeyFile.Length > 0))
        {
            problems.Error("internal", "The certificate comes from files and from Front Desk's own authority.", "Give one of them.");
        }
    }

    private static void CheckPair(CertificateConfig certificate, CertificatePair pair, ResourceProblems problems, DateTimeOffset now)
    {
        var isReference = pair.Secret.Length > 0;
        if (pair.Chain.Length > 0 && pair.Key.Length > 0)
        {
            PairRules.Check(certificate.Names, pair, problems, now);
        }
        else if (pair.Chain.Length > 0 || pair.Key.Length > 0 || !isReference)
        {
            problems.Error("pair", "A pair is a certificate and its key, or the name of the secret that holds them.", "Give `chain` and `key`, or `secret`.");
        }

        if (isReference && pair.Secret != $"certificates/{problems.Name}")
        {
            problems.Error("pair.secret", $"The secret of this certificate is `certificates/{problems.Name}`.", "Another certificate's secret cannot be used; give the files again.");
        }
    }
}
