using System.Runtime.CompilerServices;

namespace FrontDesk.Edge.Forwarding.Http1;

/// <summary>
/// The body of an answer, as it comes (RFC 9112 §6). Whoever stops reading before its end, ends the connection: what is left of it
/// would be taken for the next answer.
/// </summary>
internal sealed class AnswerBody(Http1Exchange exchange, Http1Connection connection, Http1Limits limits, AnswerHead head) : AsyncStream
{
    private readonly bool _isChunked = head.IsChunked;
    private readonly bool _untilClose = !head.IsChunked && head.Length is null;
    private ChunkedReader _chunks = new(limits);
    private long _remaining = head.IsChunked ? 0 : head.Length ?? long.MaxValue;
    private bool _isEnded;

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <summary>The trailers, once the body is at its end.</summary>
    public ReadOnlySpan<Field> Trailers => _chunks.Trailers;

    /// <summary>Reads what there is, but waits for something. A read of nothing is over when there is something, or the end.</summary>
    /// <exception cref="IOException">The body broke off, or is malformed.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_isEnded)
        {
            return 0;
        }

        // Cancelling the exchange ends its connection, and this with it; the reader's token is the exchange's, or comes to the same.
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            while (_isChunked && _remaining == 0)
            {
                if (!Advance())
                {
                    await FillAsync();
                }
                else if (_isEnded)
                {
                    return 0;
                }
            }

            if (buffer.IsEmpty)
            {
                await connection.WaitAsync(_remaining);
                return 0;
            }

            var count = await connection.ReadAsync(buffer[..(int)Math.Min(buffer.Length, _remaining)]);
            Take(count);
            return count;
        }
        catch (Exception failure)
        {
            exchange.Abort();
            exchange.ThrowIfCancelled(failure);
            throw;
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing && !_isEnded)
        {
            exchange.Abort();
        }

        base.Dispose(disposing);
    }

    private async ValueTask FillAsync()
    {
        if (await connection.FillAsync() == 0)
        {
            throw Broken();
        }
    }

    private void Take(int count)
    {
        if (count == 0)
        {
            if (!_untilClose)
            {
                throw Broken();
            }

            End();
            return;
        }

        if (_untilClose)
        {
            return;
        }

        _remaining -= count;
        if (_isChunked)
        {
            _chunks.Take(count);
        }

        if (_remaining > 0)
        {
            return;
        }

        // Where the end is here already, the connection is free for others before these bytes are passed on.
        if (_isChunked)
        {
            Advance();
        }
        else
        {
            End();
        }
    }

    /// <summary>Reads chunk framing as far as it is here. Whether there is data now, or the end.</summary>
    private bool Advance()
    {
        var isThere = _chunks.Advance(connection.Unread, out var consumed);
        connection.Consume(consumed);
        _remaining = _chunks.Remaining;
        if (_chunks.IsDone)
        {
            End();
        }

        return isThere;
    }

    private void End()
    {
        _isEnded = true;
        exchange.AnswerEnded();
    }

    private static EndOfStreamException Broken() => new("The service broke off in the middle of its answer.");
}
