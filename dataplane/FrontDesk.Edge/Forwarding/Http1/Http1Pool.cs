using System.Collections.Concurrent;

namespace FrontDesk.Edge.Forwarding.Http1;

/// <summary>
/// The connections to one endpoint. Those without a request are kept for a while; the last one used is the first one used again, so that what is not
/// needed falls idle and ends. No locks.
/// </summary>
internal sealed class Http1Pool(ServiceConnector connector, TimeSpan idleTimeout, Http1Limits limits, TimeProvider clock) : IDisposable
{
    private readonly ConcurrentStack<Http1Connection> _idle = new();
    private ITimer? _sweeping;
    private int _count;
    private volatile bool _isClosed;

    /// <summary>How long a connection is kept without a request, where the service does not wish for less.</summary>
    public TimeSpan IdleTimeout => idleTimeout;

    /// <summary>Connections that are kept without a request.</summary>
    public int IdleCount => Volatile.Read(ref _count);

    /// <summary>A connection that was used before and is still good; null where there is none.</summary>
    public Http1Connection? Take()
    {
        var now = clock.GetTimestamp();
        while (_idle.TryPop(out var connection))
        {
            Interlocked.Decrement(ref _count);
            if (IsGood(connection, now))
            {
                return connection;
            }

            connection.Dispose();
        }

        return null;
    }

    /// <summary>Makes a connection.</summary>
    /// <exception cref="OperationCanceledException">Cancelled, or not connected in time.</exception>
    /// <exception cref="HttpRequestException">There is none to be had.</exception>
    public async ValueTask<Http1Connection> ConnectAsync(CancellationToken cancellation) =>
        new(await connector.ConnectAsync(cancellation), this, clock.GetTimestamp());

    /// <summary>Keeps a connection that was made elsewhere and not used yet.</summary>
    public void Adopt(Stream stream)
    {
        var connection = new Http1Connection(stream, this, clock.GetTimestamp());
        connection.Spare();
    }

    /// <summary>Keeps a connection that is idle from now on, or closes it.</summary>
    public void Return(Http1Connection connection)
    {
        var now = clock.GetTimestamp();
        if (_isClosed || clock.GetElapsedTime(connection.Born, now) >= limits.Lifetime || connection.IdleTimeout <= TimeSpan.Zero)
        {
            connection.Dispose();
            return;
        }

        if (Interlocked.Increment(ref _count) > limits.IdleConnections)
        {
            Interlocked.Decrement(ref _count);
            connection.Dispose();
            return;
        }

        connection.BeginIdle(now);
        _idle.Push(connection);
        if (_isClosed)
        {
            Clear();
        }
        else if (_sweeping is null)
        {
            StartSweeping();
        }
    }

    /// <summary>Closes the idle connections, and every other when it becomes idle.</summary>
    public void Dispose()
    {
        _isClosed = true;
        _sweeping?.Dispose();
        Clear();
    }

    /// <summary>Closes what has been idle for too long, or was closed by the service.</summary>
    internal void Sweep()
    {
        var now = clock.GetTimestamp();
        var isAllGood = true;
        foreach (var connection in _idle)
        {
            isAllGood &= IsGood(connection, now);
        }

        if (isAllGood)
        {
            return;
        }

        var all = new Http1Connection[Math.Max(_idle.Count, 1)];
        var taken = _idle.TryPopRange(all);
        for (var i = taken - 1; i >= 0; i--)
        {
            if (IsGood(all[i], now))
            {
                _idle.Push(all[i]);
            }
            else
            {
                Interlocked.Decrement(ref _count);
                all[i].Dispose();
            }
        }
    }

    private bool IsGood(Http1Connection connection, long now) =>
        !connection.IsSpent && clock.GetElapsedTime(connection.IdleSince, now) < connection.IdleTimeout && clock.GetElapsedTime(connection.Born, now) < limits.Lifetime;

    private void Clear()
    {
        while (_idle.TryPop(out var connection))
        {
            Interlocked.Decrement(ref _count);
            connection.Dispose();
        }
    }

    private void StartSweeping()
    {
        var period = TimeSpan.FromTicks(Math.Clamp(idleTimeout.Ticks / 4, TimeSpan.TicksPerSecond, 15 * TimeSpan.TicksPerSecond));
        var timer = clock.CreateTimer(static pool => ((Http1Pool)pool!).Sweep(), this, period, period);
        if (Interlocked.CompareExchange(ref _sweeping, timer, null) is not null)
        {
            timer.Dispose();
        }
    }
}
