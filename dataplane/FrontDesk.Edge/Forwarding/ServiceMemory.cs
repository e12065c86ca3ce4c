using System.Net;
using FrontDesk.Edge.Retries;
using FrontDesk.Routing.Services;

namespace FrontDesk.Edge.Forwarding;

/// <summary>What of a service outlives its revisions: the states of its endpoints, the balancer's turn and the budget of retries. Its users lock it; requests are none of them.</summary>
internal sealed class ServiceMemory
{
    private readonly Dictionary<(string Url, IPAddress? Address), EndpointState> _endpoints = [];

    /// <summary>The service's newest revision that is in force; null before the first is, or where the service is gone.</summary>
    public ServiceState? Current { get; set; }

    /// <summary>The retries that its requests may have.</summary>
    public RetryBudget Budget { get; } = new();

    /// <summary>The requests that wait for a place.</summary>
    public WaitingRoom WaitingRoom { get; } = new();

    /// <summary>Whose turn it is.</summary>
    public Cursor Cursor { get; } = new();

    /// <summary>The state of an endpoint, by what it is: its URL and its address.</summary>
    public EndpointState StateOf(EndpointModel endpoint, IPAddress? address)
    {
        if (!_endpoints.TryGetValue((endpoint.Url, address), out var state))
        {
            _endpoints[(endpoint.Url, address)] = state = new EndpointState();
        }

        return state;
    }

    /// <summary>Forgets the endpoints that are not among these and have no request under way.</summary>
    public void Retain(ServiceEndpoint[] endpoints)
    {
        if (_endpoints.Count <= endpoints.Length)
        {
            return;
        }

        var kept = endpoints.Select(static endpoint => (endpoint.Model.Url, endpoint.Address)).ToHashSet();
        foreach (var (key, state) in _endpoints)
        {
            if (state.Active == 0 && !kept.Contains(key))
            {
                _endpoints.Remove(key);
            }
        }
    }
}
