using FrontDesk.Routing.Listeners;

namespace FrontDesk.Edge.Listeners;

/// <summary>On every request: the listener that it came in by.</summary>
internal interface IListenerFeature
{
    /// <summary>The listener.</summary>
    ListenerModel Listener { get; }
}
