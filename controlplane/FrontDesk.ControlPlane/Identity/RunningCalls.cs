using System.Collections.Concurrent;
using FrontDesk.ControlPlane.Records;
using FrontDesk.ControlPlane.Store;

namespace FrontDesk.ControlPlane.Identity;

/// <summary>
/// The operators' calls that run now. A token is checked when a call begins; one that is revoked or expires afterwards ends the calls that run with it: at once
/// where it was revoked here, within a second where another control plane did, within <see cref="Interval"/> where it expired.
/// </summary>
internal sealed class RunningCalls(OperatorTokens tokens, RecordStore records, TimeProvider time) : BackgroundService
{
    /// <summary>How often tokens of running calls are looked at even if none changed.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<RunningCall, string> _running = new();
    private readonly Signal _changed = new();
    private int _changes;

    /// <summary>Where the changes of tokens stand; take it before a call's token is looked at.</summary>
    public int Mark => Volatile.Read(ref _changes);

    /// <summary>A call begins: it is cancelled when its token is good no more. Dispose of what this gives when the call has ended.</summary>
    public IDisposable Begin(string token, int mark, HttpContext context)
    {
        var call = new RunningCall(this, context.RequestAborted);
        context.RequestAborted = call.Ended;
        context.Features.Set(call);
        _running[call] = token;
        if (mark != Mark)
        {
            // It may be this token that changed after it was looked at.
            _changed.Set();
        }

        return call;
    }

    /// <summary>Whether a call's token stopped being good while it ran.</summary>
    public static bool IsOver(HttpContext context) => context.Features.Get<RunningCall>() is { IsOver: true };

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        records.Watch(OperatorTokens.Folder);
        records.Changed += Note;
        try
        {
            while (true)
            {
                var next = _changed.Next;
                await LookAsync(stoppingToken);
                await Task.WhenAny(next, Task.Delay(Interval, time, stoppingToken));
                stoppingToken.ThrowIfCancellationRequested();
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The end that was asked for.
        }
        finally
        {
            records.Changed -= Note;
        }
    }

    private void Note(string folder)
    {
        if (folder == OperatorTokens.Folder)
        {
            Interlocked.Increment(ref _changes);
            _changed.Set();
        }
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        try
        {
            // A restored store may lack the token that it was restored with.
            await tokens.ReviveAsync(cancellationToken);
            foreach (var calls in _running.ToArray().GroupBy(running => running.Value, running => running.Key))
            {
                if (!await tokens.IsGoodAsync(calls.Key, cancellationToken))
                {
                    foreach (var call in calls)
                    {
                        call.End();
                    }
                }
            }
        }
        catch (Exception away) when (away is StoreUnavailableException or OutcomeUnknownException)
        {
            // Who was known stays known for a while; the next look tells.
        }
    }

    private sealed class RunningCall(RunningCalls all, CancellationToken aborted) : IDisposable
    {
        private readonly CancellationTokenSource _ended = CancellationTokenSource.CreateLinkedTokenSource(aborted);

        public CancellationToken Ended => _ended.Token;

        public bool IsOver { get; private set; }

        public void End()
        {
            IsOver = true;
            try
            {
                _ended.Cancel();
            }
            catch (ObjectDisposedException)
            {
                // The call ended by itself meanwhile.
            }
        }

        public void Dispose()
        {
            all._running.TryRemove(this, out _);
            _ended.Dispose();
        }
    }
}
