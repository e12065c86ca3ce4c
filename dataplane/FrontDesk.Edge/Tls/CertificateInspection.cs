namespace FrontDesk.Edge.Tls;

/// <summary>What a look at a certificate told.</summary>
/// <param name="Problem">Why it cannot be shown, in a sentence; null where it can.</param>
/// <param name="NotAfter">When it lapses; null where it cannot be read.</param>
internal sealed record CertificateInspection(string? Problem, DateTimeOffset? NotAfter);
