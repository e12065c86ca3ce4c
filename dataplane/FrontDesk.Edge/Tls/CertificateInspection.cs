namespace FrontDesk.Edge.Tls;

/// <summary>What a look at a certificate told.</summary>
/// <param name="Problem">Why it cannot be shown, in a sentence; null where it can.</param>
/// <param name="NotAfter">When it lapses; null where it cannot be read.</param>
internal sealed record CertificateInspection(string? Problem, DateTimeOffset? NotAfter)
{
    /// <summary>What is wrong with the certificate at a time, in a sentence; null where nothing is. One that has lapsed is shown on: some clients can go on.</summary>
    public string? TroubleAt(DateTimeOffset now) => Problem ?? (NotAfter <= now
        ? $"The certificate lapsed at {NotAfter:u}: it is shown on, but clients that check it refuse it. Put a new one in its place."
        : null);
}
