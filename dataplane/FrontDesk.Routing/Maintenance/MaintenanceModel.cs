namespace FrontDesk.Routing.Maintenance;

/// <summary>The answer of what is closed, compiled.</summary>
/// <param name="Page">The body, HTML in UTF-8; null for the edge's own.</param>
/// <param name="RetryAfter">When the client may come again, in whole seconds, as Retry-After has it (RFC 9110 §10.2.3).</param>
public sealed record MaintenanceModel(byte[]? Page, string RetryAfter);
