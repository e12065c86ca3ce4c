using System.Threading.Channels;
using FrontDesk.Edge.Snapshots;
using FrontDesk.Edge.Status;
using FrontDesk.Edge.V1;
using Grpc.Core;

namespace FrontDesk.Edge.Sync;

/// <summary>
/// What the edge says on a stream, one message after the other: answers as they come, a beat when it has been silent for a beat's length, and a beat
/// at once when what does not work on this edge changed.
/// </summary>
internal sealed class Outbox(IClientStreamWriter<EdgeMessage> stream, Activation activation, Degradations degradations, TimeProvider clock)
{
    private readonly Channel<EdgeMessage> _answers = Channel.CreateUnbounded<EdgeMessage>(new UnboundedChannelOptions { SingleReader = true });

    /// <summary>Says that the edge runs what <see cref="Activation"/> holds.</summary>
    public void Ack() => _answers.Writer.TryWrite(new EdgeMessage { Ack = new Ack { Applied = activation.Position, Degraded = { degradations.Current } } });

    /// <summary>Says that an update was refused.</summary>
    public void Nack(uint revision, RefusedException refused) => _answers.Writer.TryWrite(new EdgeMessage
    {
        Nack = new Nack
        {
            Revision = revision,
            Resource = refused.Resource,
            Reason = refused.Reason,
            Message = refused.Message,
            Running = activation.Position,
        },
    });

    /// <summary>Sends, until cancelled or the stream breaks.</summary>
    public async Task RunAsync(TimeSpan beat, CancellationToken cancellation)
    {
        Task<bool> answer = _answers.Reader.WaitToReadAsync(cancellation).AsTask();
        Task changed = degradations.Changed;
        while (true)
        {
            using (CancellationTokenSource timer = CancellationTokenSource.CreateLinkedTokenSource(cancellation))
            {
                await Task.WhenAny(answer, changed, Task.Delay(beat, clock, timer.Token)).ConfigureAwait(false);
                await timer.CancelAsync().ConfigureAwait(false);
            }

            cancellation.ThrowIfCancellationRequested();
            if (answer.IsCompleted)
            {
                while (_answers.Reader.TryRead(out EdgeMessage? message))
                {
                    await stream.WriteAsync(message, cancellation).ConfigureAwait(false);
                }

                answer = _answers.Reader.WaitToReadAsync(cancellation).AsTask();
                continue;
            }

            // Read the signal before the state: what changes in between is told once more, never lost.
            changed = degradations.Changed;
            EdgeBeat word = new() { Applied = activation.Position, Degraded = { degradations.Current } };
            await stream.WriteAsync(new EdgeMessage { Beat = word }, cancellation).ConfigureAwait(false);
        }
    }
}
