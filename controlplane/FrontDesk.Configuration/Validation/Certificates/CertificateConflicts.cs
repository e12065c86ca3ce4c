using FrontDesk.Config.V1;

namespace FrontDesk.Configuration.Validation.Certificates;

/// <summary>Finds names that two certificates of one group are shown for.</summary>
internal static class CertificateConflicts
{
    /// <summary>Compares changed certificates with all others.</summary>
    public static void Check(IConfigurationView after, List<Resource> put, List<Problem> problems)
    {
        var changed = put.Where(resource => resource.Certificate is not null).ToList();
        if (changed.Count == 0)
        {
            return;
        }

        var changedNames = changed.Select(certificate => certificate.Name).ToHashSet();
        var claims = changed
            .SelectMany(certificate => certificate.Certificate.Names.Select((host, at) => (Host: host, Claim: new Claim(certificate, at))).DistinctBy(pair => pair.Host))
            .ToLookup(pair => pair.Host, pair => pair.Claim);
        foreach (var other in after.All(Kind.Certificate))
        {
            foreach (var host in other.Certificate.Names.Distinct())
            {
                foreach (var (certificate, at) in claims[host])
                {
                    // Of two changed ones the later by name is told.
                    var isEarlier = string.CompareOrdinal(other.Name, certificate.Name) < 0;
                    if (other.Name != certificate.Name && (isEarlier || !changedNames.Contains(other.Name)) && Reach.Of(certificate).Overlaps(Reach.Of(other)))
                    {
                        new ResourceProblems(Kind.Certificate, certificate.Name, problems).Error(
                            $"names[{at}]",
                            $"The certificate `{other.Name}` is shown for `{host}` already.",
                            "Take the name out of one of them, or put them into different groups.");
                    }
                }
            }
        }
    }

    private readonly record struct Claim(Resource Certificate, int At);
}
