using System.Text;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace FrontDesk.Edge.Pipeline;

/// <summary>What the pipeline asks of every Kestrel that it runs on.</summary>
internal static class KestrelDemands
{
    // RFC 9112 §2.2 lets a server take a bare LF as a line end; two that disagree on it can be played against each other.
    // Kestrel asks for the switch when it first needs it, which is after this.
    static KestrelDemands() => AppContext.SetSwitch("Microsoft.AspNetCore.Server.Kestrel.DisableHttp1LineFeedTerminators", true);

    /// <summary>Sets it.</summary>
    public static void Apply(KestrelServerOptions options)
    {
        options.AddServerHeader = false;
        options.AllowSynchronousIO = false;
        // Bodies are streamed; how large they may be is the service's to say.
        options.Limits.MaxRequestBodySize = null;
        // By default a client must send 240 bytes a second after 5 s, which cuts streams that are idle for a while (gRPC, slow sensors). How long nothing may come is
        // the service's `timeouts.idle` instead, from 1 ms to 24 h: see Forwarding's Deadline. A body that nobody reads is given up by Kestrel after 5 s.
        options.Limits.MinRequestBodyDataRate = null;
        // Header values are passed on byte by byte, whatever encoding they are in.
        options.RequestHeaderEncodingSelector = static name => name.Length switch
        {
            14 when name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase) => DigitsEncoding.Instance,
            10 when name.Equals("Connection", StringComparison.OrdinalIgnoreCase) => ConnectionEncoding.Instance,
            _ => Encoding.Latin1,
        };
        options.ResponseHeaderEncodingSelector = static _ => Encoding.Latin1;
    }
}
