using System.Net;

namespace FrontDesk.Edge.Discovery;

/// <summary>Asks for the addresses of names.</summary>
internal interface IResolver
{
    /// <summary>All addresses of a name, in any order; not empty.</summary>
    /// <exception cref="System.Net.Sockets.SocketException">The name has none, or nobody could be asked.</exception>
    Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellation);
}
