namespace FrontDesk.ControlPlane.Relay;

/// <summary>Who this control plane is among several.</summary>
/// <param name="Id">Made anew at every start: what an earlier process said is not said by this one.</param>
/// <param name="Name">For people: the host and port that edges use.</param>
internal sealed record RelayIdentity(string Id, string Name);
