using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using FrontDesk.Edge.Pipeline;

namespace FrontDesk.Edge.Forwarding;

/// <summary>
/// The body that a client sends, counted and under the deadline. It is read by Kestrel's reader: a read of Kestrel's stream that is cancelled by its token leaves
/// Kestrel unable to read the rest of the body, which it tells as an error and ends the connection for.
/// </summary>
internal sealed class ClientBody(Exchange exchange, Deadline deadline, PipeReader reader) : AsyncStream
{
    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <summary>Reads what there is, but waits for something. A read of nothing is over when there is something, or the end.</summary>
    /// <exception cref="IOException">There is more than the route allows.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; the body can be read on.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            var reading = reader.ReadAsync(CancellationToken.None);
            var result = reading.IsCompleted ? await reading : await WaitAsync(reading, cancellationToken);
            var data = result.Buffer;
            if (result.IsCanceled)
            {
                reader.AdvanceTo(data.Start);
                throw new OperationCanceledException(cancellationToken);
            }

            var count = (int)Math.Min(data.Length, buffer.Length);
            if (count > 0)
            {
                data.Slice(0, count).CopyTo(buffer.Span);
                reader.AdvanceTo(data.GetPosition(count));
                exchange.RequestBytes += count;
                if (exchange.IsBodyTooLarge)
                {
                    throw new IOException("The request's body is larger than its route allows.");
                }

                deadline.Progress();
                return count;
            }

            var isThere = !data.IsEmpty;
            reader.AdvanceTo(data.Start);
            if (isThere)
            {
                return 0;
            }

            if (result.IsCompleted)
            {
                deadline.Sent();
                return 0;
            }
        }
    }

    private async ValueTask<ReadResult> WaitAsync(ValueTask<ReadResult> reading, CancellationToken cancellationToken)
    {
        // It stays so where the wait fails: who kept whom waiting is asked afterwards.
        deadline.IsAwaitingClient = true;
        await using var cancelling = cancellationToken.UnsafeRegister(static reader => Cancel((PipeReader)reader!), reader);
        var result = await reading;
        deadline.IsAwaitingClient = result.IsCanceled;
        return result;
    }

    private static void Cancel(PipeReader reader)
    {
        try
        {
            reader.CancelPendingRead();
        }
        catch (Exception over) when (over is IOException or ObjectDisposedException or OperationCanceledException)
        {
            // The client has left, which is why it is cancelled: Kestrel has failed the read by itself.
        }
    }
}
