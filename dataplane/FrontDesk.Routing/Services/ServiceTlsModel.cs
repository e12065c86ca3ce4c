namespace FrontDesk.Routing.Services;

/// <summary>How endpoints prove who they are, compiled.</summary>
/// <param name="Ca">The authorities that are trusted, in PEM; null for those of the edge's host.</param>
/// <param name="ServerName">The name that is asked for and that the certificate must be for; null for the host of the endpoint's URL.</param>
/// <param name="SkipsVerification">Whether any certificate is taken.</param>
public sealed record ServiceTlsModel(string? Ca, string? ServerName, bool SkipsVerification);
