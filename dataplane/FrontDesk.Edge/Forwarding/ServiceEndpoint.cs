using System.Net;
using FrontDesk.Routing.Services;
using Yarp.ReverseProxy.Forwarder;

namespace FrontDesk.Edge.Forwarding;

/// <summary>An endpoint that requests can be sent to: what was configured, at one address, with its long-lived state and its connections.</summary>
internal sealed class ServiceEndpoint
{
    /// <summary>Binds an endpoint to its state and connections.</summary>
    public ServiceEndpoint(EndpointModel model, IPAddress? address, EndpointState state, HttpMessageInvoker connections)
    {
        Model = model;
        Address = address;
        State = state;
        Connections = connections;
        var host = model.Host.Contains(':') && model.Scheme != EndpointScheme.Unix ? $"[{model.Host}]" : model.Host;
        var isDefaultPort = model.Port == (model.Scheme == EndpointScheme.Https ? 443 : 80);
        Resolved = address is null || model.Host == address.ToString() ? null : address.ToString();
        // A name for the socket's connections, never resolved.
        Authority = model.Scheme == EndpointScheme.Unix ? "localhost" : isDefaultPort ? host : $"{host}:{model.Port}";
        Prefix = (model.Scheme == EndpointScheme.Https ? "https://" : "http://") + Authority + model.BasePath;
        Protocol = ForwardingProtocols.For(model.Scheme);
    }

    /// <summary>What was configured.</summary>
    public EndpointModel Model { get; }

    /// <summary>Where it is; null for a Unix domain socket.</summary>
    public IPAddress? Address { get; }

    /// <summary>The address as text, where the URL has a name; null otherwise.</summary>
    public string? Resolved { get; }

    /// <summary>What this edge knows of it.</summary>
    public EndpointState State { get; }

    /// <summary>The connections that it shares with all endpoints that are reached alike.</summary>
    public HttpMessageInvoker Connections { get; }

    /// <summary>The Host that it answers to by its URL.</summary>
    public string Authority { get; }

    /// <summary>What stands before a request's path to make the URL that is sent.</summary>
    public string Prefix { get; }

    /// <summary>The HTTP version that is spoken to it.</summary>
    public ForwarderRequestConfig Protocol { get; }
}
