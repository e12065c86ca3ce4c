namespace FrontDesk.Edge.Tests.Pipeline;

/// <summary>How long a test waits for what must happen, so that one that never does fails the test and does not hold it up for ever.</summary>
internal static class Patience
{
    /// <summary>Ends a minute from now.</summary>
    public static CancellationToken Token => new CancellationTokenSource(TimeSpan.FromMinutes(1)).Token;
}
