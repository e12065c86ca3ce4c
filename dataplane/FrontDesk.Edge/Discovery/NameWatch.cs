using System.Net;
using System.Net.Sockets;

namespace FrontDesk.Edge.Discovery;

/// <summary>
/// Keeps the addresses of the names that are in use: asks for each again and again, a few at a time, off the path of requests. A name that does not resolve keeps
/// the addresses known last and is asked for ever more seldom.
/// </summary>
/// <param name="resolver">Who is asked.</param>
/// <param name="clock">The clock.</param>
/// <param name="log">Where changes are told.</param>
/// <param name="interval">Between two questions for one name; default <see cref="Interval"/>.</param>
internal sealed class NameWatch(IResolver resolver, TimeProvider clock, ILogger<NameWatch> log, TimeSpan? interval = null) : IDisposable
{
    /// <summary>Between two questions for one name, give or take a tenth. Caches on the way keep an answer for its TTL, so that what is used is never older than TTL and this.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    // A name that is gone for good costs one question a minute.
    private static readonly TimeSpan LongestInterval = TimeSpan.FromMinutes(1);
    private const int MostAtOnce = 16;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, ResolvedName> _names = new(StringComparer.OrdinalIgnoreCase);
    private readonly SemaphoreSlim _places = new(MostAtOnce);

    /// <summary>How many names are watched.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _names.Count;
            }
        }
    }

    /// <summary>Watches a name from now on, or goes on with it.</summary>
    public ResolvedName Watch(string host)
    {
        lock (_lock)
        {
            if (!_names.TryGetValue(host, out var name))
            {
                _names[host] = name = new ResolvedName(host);
                _ = KeepAsync(name, name.Unwatched.Token);
            }

            name.Users++;
            return name;
        }
    }

    /// <summary>Takes a user's interest back; with the last one the watch ends.</summary>
    public void Unwatch(ResolvedName name)
    {
        lock (_lock)
        {
            if (--name.Users == 0)
            {
                _names.Remove(name.Host);
                name.Unwatched.Cancel();
            }
        }
    }

    /// <summary>Ends all watches.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            foreach (var name in _names.Values)
            {
                name.Unwatched.Cancel();
            }
        }
    }

    private async Task KeepAsync(ResolvedName name, CancellationToken unwatched)
    {
        var (usual, next) = (interval ?? Interval, TimeSpan.Zero);
        while (!unwatched.IsCancellationRequested)
        {
            await AskAsync(name, unwatched).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            next = name.Failure is null || next == TimeSpan.Zero ? usual : next * 2 < LongestInterval ? next * 2 : LongestInterval;
            // Names that came with one change do not stay in step.
            var jitter = 0.9 + (0.2 * Random.Shared.NextDouble());
            await Task.Delay(next * jitter, clock, unwatched).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task AskAsync(ResolvedName name, CancellationToken unwatched)
    {
        await _places.WaitAsync(unwatched).ConfigureAwait(false);
        try
        {
            var found = await resolver.ResolveAsync(name.Host, unwatched).ConfigureAwait(false);
            if (found.Distinct().Count() > ResolvedName.MostAddresses)
            {
                log.TooMany(name.Host, found.Length, ResolvedName.MostAddresses);
            }

            if (name.Found(found))
            {
                log.Resolved(name.Host, string.Join<IPAddress>(", ", name.Addresses));
            }
        }
        catch (Exception failure) when (!unwatched.IsCancellationRequested)
        {
            if (name.Failed(failure is SocketException ? failure.Message : $"The resolver failed: {failure.Message}"))
            {
                log.Unresolved(name.Host, failure.Message, name.Addresses.Length);
            }
        }
        finally
        {
            _places.Release();
        }
    }
}
