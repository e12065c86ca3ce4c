namespace FrontDesk.ControlPlane.Store;

/// <summary>How much the embedded store may take; what does not fit in memory is on disk.</summary>
/// <param name="Memory">Memory for values, like `32m`. At least twice a page of 2 MiB.</param>
/// <param name="LogMemory">Memory for the log of writes, like `16m`. At least twice its page of 4 MiB.</param>
/// <param name="CheckpointSeconds">How long between checkpoints, which let its files shrink. Default 10 min.</param>
internal sealed record EmbeddedStoreLimits(string Memory = "32m", string LogMemory = "16m", int CheckpointSeconds = 600);
