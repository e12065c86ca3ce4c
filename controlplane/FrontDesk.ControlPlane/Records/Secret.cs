namespace FrontDesk.ControlPlane.Records;

/// <summary>A secret in clear. It must get into no log, error or export.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Version">Its version, from 1.</param>
/// <param name="Value">Its bytes.</param>
internal sealed record Secret(string Name, uint Version, byte[] Value)
{
    /// <summary>Name and version only.</summary>
    public override string ToString() => $"secret {Name} version {Version}";
}
