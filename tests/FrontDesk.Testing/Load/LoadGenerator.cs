using System.Globalization;

namespace FrontDesk.Testing.Load;

/// <summary>Asks edges for one page, again and again from several connections, and judges each answer: see <see cref="Numbered"/>.</summary>
public sealed class LoadGenerator : IAsyncDisposable
{
    private readonly CancellationTokenSource _end = new();
    private readonly Numbered _pages;
    private readonly Task[] _workers;
    private readonly Lock _lock = new();
    private readonly List<string> _faults = [];
    private TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _answers;

    /// <summary>Starts to ask.</summary>
    /// <param name="pages">What is asked for, and what answers are right.</param>
    /// <param name="clients">A client per edge and connection; they are disposed with this.</param>
    public LoadGenerator(Numbered pages, params IReadOnlyList<HttpClient> clients)
    {
        _pages = pages;
        _workers = [.. clients.Select(client => Task.Run(() => WorkAsync(client)))];
    }

    /// <summary>How many right answers came.</summary>
    public long Answers => Interlocked.Read(ref _answers);

    /// <summary>Requests that failed, and answers that were wrong, in words.</summary>
    public IReadOnlyList<string> Faults
    {
        get
        {
            lock (_lock)
            {
                return [.. _faults];
            }
        }
    }

    /// <summary>What came of it, in a sentence.</summary>
    public string Summary => string.Create(CultureInfo.InvariantCulture, $"{Answers} right answers, {Faults.Count} failed or wrong");

    /// <summary>Waits until that many more answers came, right or wrong: the load is under way and met what the test did before.</summary>
    public async Task MoreAsync(int count, CancellationToken cancellationToken)
    {
        for (var enough = Answers + count; Answers + Faults.Count < enough;)
        {
            await Volatile.Read(ref _next).Task.WaitAsync(cancellationToken);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await Task.WhenAll(_workers);
        _end.Dispose();
    }

    private async Task WorkAsync(HttpClient client)
    {
        using (client)
        {
            while (!_end.IsCancellationRequested)
            {
                var least = _pages.Acknowledged;
                var fault = await AskAsync(client, least);
                if (_end.IsCancellationRequested)
                {
                    return;
                }

                if (fault is null)
                {
                    Interlocked.Increment(ref _answers);
                }
                else
                {
                    lock (_lock)
                    {
                        _faults.Add(fault);
                    }
                }

                Interlocked.Exchange(ref _next, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
            }
        }
    }

    private async Task<string?> AskAsync(HttpClient client, int least)
    {
        try
        {
            using var answer = await client.GetAsync(_pages.Page, _end.Token);
            return _pages.Fault(answer, await answer.Content.ReadAsStringAsync(_end.Token), least);
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or OperationCanceledException)
        {
            return failure.Message;
        }
    }
}
