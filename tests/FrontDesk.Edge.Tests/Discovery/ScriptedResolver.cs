using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using FrontDesk.Edge.Discovery;

namespace FrontDesk.Edge.Tests.Discovery;

/// <summary>A resolver whose answers the test gives. A name without an answer does not resolve.</summary>
internal sealed class ScriptedResolver : IResolver
{
    private readonly ConcurrentDictionary<string, IPAddress[]> _answers = new();
    private int _questions;

    public int Questions => Volatile.Read(ref _questions);

    public void Answer(string host, params IPAddress[] addresses) => _answers[host] = addresses;

    public void Answer(string host, params string[] addresses) => Answer(host, Array.ConvertAll(addresses, IPAddress.Parse));

    public void Forget(string host) => _answers.TryRemove(host, out _);

    public Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellation)
    {
        Interlocked.Increment(ref _questions);
        return _answers.TryGetValue(host, out var addresses)
            ? Task.FromResult(addresses)
            : Task.FromException<IPAddress[]>(new SocketException((int)SocketError.HostNotFound));
    }
}
