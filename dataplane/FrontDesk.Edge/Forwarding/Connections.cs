namespace FrontDesk.Edge.Forwarding;

/// <summary>
/// The handlers with their pools of connections, one per identity, shared by all services and revisions: a new handler would begin without a
/// connection. They are held weakly; the services that use one keep it. What no service uses any more ends with its last request and its idle connections. Asked when configuration or
/// addresses change, never by requests.
/// </summary>
internal sealed class Connections
{
    private readonly Dictionary<ConnectionIdentity, WeakReference<HttpMessageInvoker>> _invokers = [];

    /// <summary>The handler for an identity.</summary>
    public HttpMessageInvoker For(ConnectionIdentity identity)
    {
        lock (_invokers)
        {
            return Find(identity);
        }
    }

    private HttpMessageInvoker Find(ConnectionIdentity identity)
    {
        if (_invokers.TryGetValue(identity, out var reference) && reference.TryGetTarget(out var invoker))
        {
            return invoker;
        }

        foreach (var (old, dead) in _invokers)
        {
            if (!dead.TryGetTarget(out _))
            {
                _invokers.Remove(old);
            }
        }

        invoker = ServiceHandler.Create(identity);
        _invokers[identity] = new(invoker);
        return invoker;
    }
}
