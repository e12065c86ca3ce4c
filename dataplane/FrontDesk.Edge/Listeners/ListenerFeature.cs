using FrontDesk.Routing.Listeners;

namespace FrontDesk.Edge.Listeners;

/// <summary>
/// The listener of a connection, one object for all its connections and requests: Kestrel finds features of the connection from each request, so that no
/// request pays for it.
/// </summary>
internal sealed class ListenerFeature(ListenerModel listener) : IListenerFeature
{
    private volatile ListenerModel _listener = listener;

    /// <inheritdoc/>
    public ListenerModel Listener
    {
        get => _listener;
        set => _listener = value;
    }
}
