namespace FrontDesk.Routing.Routes;

/// <summary>Headers that tell browsers to be careful.</summary>
/// <param name="Always">Names and values of those for every answer.</param>
/// <param name="TransportSecurity">Strict-Transport-Security, for answers over https.</param>
public sealed record SecurityHeadersModel(KeyValuePair<string, string>[] Always, string TransportSecurity);
