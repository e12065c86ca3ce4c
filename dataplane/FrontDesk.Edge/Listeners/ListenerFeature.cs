using FrontDesk.Edge.Snapshots;
using FrontDesk.Routing.Listeners;
using FrontDesk.Routing.Snapshots;

namespace FrontDesk.Edge.Listeners;

/// <summary>
/// The listener of a connection, one object for all its connections and requests: Kestrel finds features of the connection from each request, so that no
/// request pays for it.
/// </summary>
internal sealed class ListenerFeature(ListenerModel listener) : IListenerFeature
{
    private volatile ListenerModel _newest = listener;
    private volatile Seen _seen = new(PersistentMap<ListenerModel>.Empty, listener);

    /// <summary>What it was last brought to.</summary>
    public ListenerModel Newest
    {
        get => _newest;
        set => _newest = value;
    }

    /// <summary>Whether two can be the same open socket.</summary>
    public static bool ShareSocket(ListenerModel one, ListenerModel other)
        => one.Port == other.Port && one.Protocol == other.Protocol && Equals(one.Address, other.Address);

    /// <inheritdoc/>
    public ListenerModel In(EdgeSnapshot? snapshot)
    {
        if (snapshot is null)
        {
            return _newest;
        }

        // Revisions that change no listener share the map, so that the answer nearly always is the one given last.
        Seen seen = _seen;
        PersistentMap<ListenerModel> listeners = snapshot.Model.Listeners;
        if (ReferenceEquals(seen.Listeners, listeners))
        {
            return seen.Listener;
        }

        // One that is gone or moved serves on as it was, while it drains.
        ListenerModel newest = _newest;
        ListenerModel found = listeners.TryGetValue(newest.Name, out ListenerModel? listener) && ShareSocket(listener, newest) ? listener : newest;
        _seen = new Seen(listeners, found);
        return found;
    }

    private sealed record Seen(PersistentMap<ListenerModel> Listeners, ListenerModel Listener);
}
