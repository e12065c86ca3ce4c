using System.Runtime.CompilerServices;

namespace FrontDesk.Edge.Forwarding.Http1;

/// <summary>
/// A connection to a service: its stream with a buffer for each direction. One exchange at a time uses it. While it is idle, a read waits: it tells
/// when the service closes, and is the next answer's first.
/// </summary>
internal sealed class Http1Connection(Stream stream, Http1Pool pool, long now) : IDisposable
{
    private const int InSize = 16 * 1024;
    private const int OutSize = 2 * 1024;

    private readonly long _born = now;
    private byte[] _in = new byte[InSize];
    private byte[] _out = new byte[OutSize];
    private int _start;
    private int _end;
    private int _headLength;
    private bool _isReadingAhead;
    private ValueTask<int> _ahead;

    /// <summary>Whether it was idle before, so that the service may have closed it since.</summary>
    public bool WasIdle { get; private set; }

    /// <summary>Whether anything came since the exchange began.</summary>
    public bool HasAnswered { get; private set; }

    /// <summary>When it became idle, as the clock's timestamp.</summary>
    public long IdleSince { get; private set; } = now;

    /// <summary>How long it may be idle.</summary>
    public TimeSpan IdleTimeout { get; private set; }

    /// <summary>What has come and was not read yet.</summary>
    public ReadOnlySpan<byte> Unread => _in.AsSpan(_start, _end - _start);

    /// <summary>When it was made, as the clock's timestamp.</summary>
    public long Born => _born;

    /// <summary>Whether, idle, it is of no use any more: the service closed it, or sent what nobody asked for.</summary>
    public bool IsSpent => !_isReadingAhead || _ahead.IsCompleted;

    /// <summary>Writes a request's head to the buffer.</summary>
    /// <exception cref="HttpRequestException">It cannot be said in HTTP/1.1.</exception>
    public void Render(HttpRequestMessage request)
    {
        HasAnswered = false;
        _headLength = RequestHead.Write(ref _out, request);
    }

    /// <summary>Sends the head.</summary>
    public ValueTask WriteHeadAsync() => stream.WriteAsync(_out.AsMemory(0, _headLength));

    /// <summary>Sends bytes.</summary>
    public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes) => stream.WriteAsync(bytes);

    /// <summary>Reads an answer's head as far as it is here; whether it is whole.</summary>
    public bool Read(AnswerHead head)
    {
        var isWhole = head.Read(Unread, out var consumed);
        _start += consumed;
        return isWhole;
    }

    /// <summary>Reads something more into the buffer.</summary>
    /// <returns>How much; 0 where the service has ended the connection.</returns>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<int> FillAsync()
    {
        int count;
        if (_isReadingAhead)
        {
            _isReadingAhead = false;
            count = await _ahead;
        }
        else
        {
            MakeRoom();
            count = await stream.ReadAsync(_in.AsMemory(_end));
        }

        _end += count;
        HasAnswered |= count > 0;
        return count;
    }

    /// <summary>Waits for something to read, without reading it where the reader has room for more than the buffer.</summary>
    public ValueTask<int> WaitAsync(long most) =>
        _start < _end ? ValueTask.FromResult(0) : most < InSize ? FillAsync() : stream.ReadAsync(Memory<byte>.Empty);

    /// <summary>Reads what there is into a buffer of the caller's, but waits for something.</summary>
    /// <returns>How much; 0 where the service has ended the connection.</returns>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<int> ReadAsync(Memory<byte> buffer)
    {
        if (_start == _end)
        {
            if (buffer.Length >= InSize)
            {
                return await stream.ReadAsync(buffer);
            }

            if (await FillAsync() == 0)
            {
                return 0;
            }
        }

        var count = Math.Min(buffer.Length, _end - _start);
        _in.AsSpan(_start, count).CopyTo(buffer.Span);
        _start += count;
        return count;
    }

    /// <summary>Passes over bytes that were read where they are.</summary>
    public void Consume(int count) => _start += count;

    /// <summary>The exchange is over, both its halves whole: gives the connection back.</summary>
    public void Release(AnswerHead last)
    {
        if (_start != _end)
        {
            // Nobody asked for what came after the answer.
            Dispose();
            return;
        }

        IdleTimeout = last.KeepAlive is { } told ? TimeSpan.FromTicks(Math.Min(told.Ticks / 2, pool.IdleTimeout.Ticks)) : pool.IdleTimeout;
        pool.Return(this);
    }

    /// <summary>Goes to the pool unused.</summary>
    public void Spare()
    {
        IdleTimeout = pool.IdleTimeout;
        pool.Return(this);
    }

    /// <summary>Waits, while idle, for the service to close, or for the next answer.</summary>
    public void BeginIdle(long now)
    {
        IdleSince = now;
        WasIdle = true;
        _start = _end = 0;
        if (_in.Length > InSize)
        {
            _in = new byte[InSize];
        }

        if (_out.Length > InSize)
        {
            _out = new byte[OutSize];
        }

        _ahead = stream.ReadAsync(_in);
        _isReadingAhead = true;
    }

    /// <summary>Closes the connection. What waits on it fails.</summary>
    public void Dispose() => stream.Dispose();

    private void MakeRoom()
    {
        if (_start == _end)
        {
            _start = _end = 0;
        }
        else if (_end == _in.Length)
        {
            var target = _start > 0 ? _in : new byte[_in.Length * 2];
            _in.AsSpan(_start, _end - _start).CopyTo(target);
            (_in, _start, _end) = (target, 0, _end - _start);
        }
    }
}
