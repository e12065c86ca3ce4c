using FrontDesk.Edge.Snapshots;
using FrontDesk.Routing.Listeners;

namespace FrontDesk.Edge.Listeners;

/// <summary>On every request: the listener that it came in by.</summary>
internal interface IListenerFeature
{
    /// <summary>The listener as it is in the snapshot that the request sees, so that the request sees one revision; null where there is no snapshot yet.</summary>
    ListenerModel In(EdgeSnapshot? snapshot);
}
