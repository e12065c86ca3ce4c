namespace FrontDesk.ControlPlane.Relay;

/// <summary>What is logged about other control planes: events 1800 to 1899.</summary>
internal static partial class RelayLog
{
    [LoggerMessage(1800, LogLevel.Warning, "The other control planes are neither told of the edges here nor heard, until the store is back: {Reason}")]
    public static partial void Unreachable(ILogger log, string reason);

    [LoggerMessage(1801, LogLevel.Information, "The other control planes were not told that this one stops; they will notice its silence: {Reason}")]
    public static partial void NoFarewell(ILogger log, string reason);
}
