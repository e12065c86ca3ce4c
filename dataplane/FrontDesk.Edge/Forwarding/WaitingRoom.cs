using System.Collections.Concurrent;

namespace FrontDesk.Edge.Forwarding;

/// <summary>Requests to one service that wait until an endpoint has room, in the order in which they came. Each request that ends wakes one.</summary>
internal sealed class WaitingRoom
{
    private readonly ConcurrentQueue<TaskCompletionSource> _queue = new();
    private int _count;

    /// <summary>How many wait.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Waits until a place is taken.</summary>
    /// <param name="most">How many may wait.</param>
    /// <param name="take">Takes a place at an endpoint; null where there is none.</param>
    /// <param name="patience">Ends the wait.</param>
    /// <returns>The endpoint; null where too many wait, or no place came free in time.</returns>
    public async Task<ServiceEndpoint?> WaitAsync(int most, Func<ServiceEndpoint?> take, CancellationToken patience)
    {
        if (Interlocked.Increment(ref _count) > most)
        {
            Interlocked.Decrement(ref _count);
            return null;
        }

        try
        {
            while (true)
            {
                var turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                _queue.Enqueue(turn);
                // What came free before the request stood in the queue woke nobody.
                var endpoint = take();
                var isWoken = endpoint is null && await IsWokenAsync(turn.Task, patience);
                // A call that comes too late is for the next one.
                if (!isWoken && !turn.TrySetCanceled(CancellationToken.None))
                {
                    Wake();
                }

                if (!isWoken)
                {
                    return endpoint;
                }
            }
        }
        finally
        {
            Interlocked.Decrement(ref _count);
        }
    }

    /// <summary>A place came free.</summary>
    public void Wake()
    {
        while (_queue.TryDequeue(out var turn) && !turn.TrySetResult())
        {
            // That one went.
        }
    }

    private static async Task<bool> IsWokenAsync(Task turn, CancellationToken patience)
    {
        await turn.WaitAsync(patience).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return turn.IsCompletedSuccessfully && !patience.IsCancellationRequested;
    }
}
