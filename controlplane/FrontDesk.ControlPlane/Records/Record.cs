namespace FrontDesk.ControlPlane.Records;

/// <summary>An operational fact.</summary>
/// <param name="Name">Its name: a folder, then anything: `nodes/eu-1`, `join-tokens/4f…`. At most 512 characters.</param>
/// <param name="Version">1 when created, one more with each replacement; 0 for expiring records.</param>
/// <param name="Value">Its bytes.</param>
internal sealed record Record(string Name, uint Version, byte[] Value);
