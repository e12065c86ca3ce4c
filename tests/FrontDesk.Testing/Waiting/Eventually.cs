namespace FrontDesk.Testing.Waiting;

/// <summary>Waits for what no event tells: state in another process.</summary>
public static class Eventually
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Asks again and again, until the answer is yes.</summary>
    /// <param name="what">What is waited for, for the message when it never comes.</param>
    /// <param name="ask">Whether it is so now. What it throws ends the wait.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <param name="patience">How long at most; default three minutes.</param>
    /// <exception cref="TimeoutException">It was not so in time.</exception>
    public static async Task TrueAsync(string what, Func<Task<bool>> ask, CancellationToken cancellationToken, TimeSpan? patience = null)
    {
        var limit = patience ?? TimeSpan.FromMinutes(3);
        using var timer = new PeriodicTimer(Pause);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(limit);
        while (!await ask())
        {
            try
            {
                await timer.WaitForNextTickAsync(deadline.Token);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                throw new TimeoutException($"Waited {limit.TotalSeconds} s for {what}, in vain.");
            }
        }
    }
}
