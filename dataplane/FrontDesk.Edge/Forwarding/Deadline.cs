using System.Collections.Concurrent;
using FrontDesk.Routing.Services;

namespace FrontDesk.Edge.Forwarding;

/// <summary>
/// The time limit of one exchange with a service. What may take how long changes with its phase: while the request's body is sent, bytes must keep coming; then the
/// answer's headers must come; then bytes again. Pooled, as each has a timer.
/// </summary>
internal sealed class Deadline
{
    private const int MostKept = 1024;
    private static readonly ConcurrentQueue<Deadline> Kept = new();
    private static int s_kept;

    private readonly CancellationTokenSource _source = new();
    private TimeSpan _firstByte;
    private TimeSpan _idle;
    private TimeSpan _tunnel;
    private bool _isSending;
    private bool _isAnswered;
    private bool _isCompleted;
    private bool _isTunnel;

    /// <summary>Ends the exchange when the time is up.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>Whether the time is up.</summary>
    public bool IsOver => _source.IsCancellationRequested;

    /// <summary>Whether the answer's headers are there, so that too late an answer cannot be the reason any more.</summary>
    public bool IsAnswered => _isAnswered;

    /// <summary>Whether the whole answer is here; what becomes of the request's body then is no failure.</summary>
    public bool IsCompleted => _isCompleted;

    /// <summary>Whether the request's body was still being sent.</summary>
    public bool IsSending => _isSending;

    /// <summary>Whether the connection is a tunnel.</summary>
    public bool IsTunnel => _isTunnel;

    /// <summary>Whether the next part of the request's body has yet to come from the client; else the service has yet to take one.</summary>
    public bool IsAwaitingClient { get; set; }

    /// <summary>Starts the clock for an exchange.</summary>
    /// <param name="service">Whose limits hold.</param>
    /// <param name="hasBody">Whether a body is sent before the answer is waited for.</param>
    public static Deadline Start(ServiceModel service, bool hasBody)
    {
        if (Kept.TryDequeue(out var deadline))
        {
            Interlocked.Decrement(ref s_kept);
        }
        else
        {
            deadline = new();
        }

        deadline._firstByte = service.FirstByteTimeout;
        deadline._idle = service.IdleTimeout;
        deadline._tunnel = service.TunnelTimeout;
        deadline._isAnswered = deadline._isCompleted = deadline._isTunnel = false;
        deadline.IsAwaitingClient = false;
        deadline._isSending = hasBody;
        deadline.Rearm();
        return deadline;
    }

    /// <summary>Bytes went one way or the other.</summary>
    public void Progress()
    {
        if (_isSending || _isAnswered)
        {
            Rearm();
        }
    }

    /// <summary>The request's body is sent.</summary>
    public void Sent()
    {
        _isSending = false;
        Rearm();
    }

    /// <summary>The answer's headers are there.</summary>
    public void Answered()
    {
        _isAnswered = true;
        Rearm();
    }

    /// <summary>The answer was passed on to its end.</summary>
    public void Completed() => _isCompleted = true;

    /// <summary>The connection is a tunnel from now on.</summary>
    public void Tunnelled()
    {
        _isTunnel = true;
        Rearm();
    }

    /// <summary>Stops the clock. Nothing of the exchange may use the deadline after this.</summary>
    public void Return()
    {
        if (_source.TryReset() && Interlocked.Increment(ref s_kept) <= MostKept)
        {
            Kept.Enqueue(this);
            return;
        }

        if (!_source.IsCancellationRequested)
        {
            Interlocked.Decrement(ref s_kept);
        }

        _source.Dispose();
    }

    private void Rearm() => _source.CancelAfter(_isTunnel ? _tunnel : _isSending || _isAnswered ? _idle : _firstByte);
}
