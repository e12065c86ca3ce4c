using System.Net;

namespace FrontDesk.Edge.Discovery;

/// <summary>
/// The host's own resolver, so that /etc/hosts, /etc/resolv.conf with its search domains, and whatever else the host is set up for hold here too. It does not tell
/// how long an answer lasts; who asks often gets what the caches before it keep for just that long.
/// </summary>
internal sealed class SystemResolver : IResolver
{
    /// <inheritdoc/>
    /// <remarks>On a thread of its own: the system's call blocks, for many seconds where no DNS server answers, and the pool's threads serve requests.</remarks>
    public Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellation) =>
        Task.Factory.StartNew(() => Dns.GetHostAddresses(host), cancellation, TaskCreationOptions.LongRunning, TaskScheduler.Default).WaitAsync(cancellation);
}
