namespace FrontDesk.Edge.Hosting;

/// <summary>Why the process ends by itself, for whoever started it.</summary>
internal sealed class FatalError
{
    private volatile EdgeStartException? _reason;

    /// <summary>The reason; null for an ordinary end.</summary>
    public EdgeStartException? Reason => _reason;

    /// <summary>Tells the reason; the caller then stops the application.</summary>
    public void Set(EdgeStartException reason) => _reason = reason;
}
