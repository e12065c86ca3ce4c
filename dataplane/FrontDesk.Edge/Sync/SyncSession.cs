using FrontDesk.Edge.Hosting;
using FrontDesk.Edge.Identity;
using FrontDesk.Edge.Snapshots;
using FrontDesk.Edge.Status;
using FrontDesk.Edge.Telemetry;
using FrontDesk.Edge.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Grpc.Net.Client;

namespace FrontDesk.Edge.Sync;

/// <summary>One stream with one control plane, from Hello to its end.</summary>
internal sealed class SyncSession(
    EdgeIdentity identity,
    Membership membership,
    Activation activation,
    OperatorDrain drain,
    Degradations degradations,
    SyncStatus status,
    TelemetrySession telemetry,
    TimeProvider clock,
    ILogger<SyncSession> log)
{
    private static readonly TimeSpan WelcomeTimeout = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan ShortestBeat = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestBeat = TimeSpan.FromSeconds(60);

    private uint _streams;

    /// <summary>Runs the stream until it ends, which is always told by an exception.</summary>
    /// <param name="channel">The control plane.</param>
    /// <param name="node">The node's name, as in its certificate.</param>
    /// <param name="welcomed">Called when the control plane accepted the stream.</param>
    /// <param name="cancellation">Ends the stream.</param>
    /// <exception cref="GoawayException">The control plane ended it.</exception>
    /// <exception cref="RpcException">It broke, or the control plane refuses this edge.</exception>
    /// <exception cref="TimeoutException">The control plane fell silent.</exception>
    /// <exception cref="InvalidDataException">The control plane does not keep to the protocol.</exception>
    public async Task RunAsync(GrpcChannel channel, string node, System.Action welcomed, CancellationToken cancellation)
    {
        using CancellationTokenSource ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        V1.Sync.SyncClient client = new(channel);
        using AsyncDuplexStreamingCall<EdgeMessage, ControlMessage> call = client.Connect(cancellationToken: ending.Token);
        await call.RequestStream.WriteAsync(new EdgeMessage { Hello = Hello(node) }, ending.Token).ConfigureAwait(false);

        Welcome welcome = (await ReadAsync(call, WelcomeTimeout, ending.Token).ConfigureAwait(false)).Welcome
            ?? throw new InvalidDataException("The control plane began with something else than Welcome.");
        TimeSpan beat = Clamp(welcome.Beat?.ToTimeSpan() ?? ShortestBeat);
        using HeadVerifier heads = HeadVerifier.Open(welcome, membership.Current!.Authority, activation.Head is not null, clock.GetUtcNow());
        if (heads.Vouches(welcome.Head, activation.Position))
        {
            activation.Head = welcome.Head;
        }

        welcomed();
        status.Target = welcome.Target?.Revision ?? 0;
        status.IsConnected = true;
        drain.Order(welcome.Drained);
        log.Welcomed(channel.Target, welcome.Version, welcome.Group, status.Target);

        Outbox outbox = new(call.RequestStream, activation, degradations, clock);
        Task sending = outbox.RunAsync(beat, ending.Token);
        Task telling = telemetry.RunAsync(channel, ending.Token);
        try
        {
            SecretFetcher secrets = new(client);
            await activation.RefreshSecretsAsync([], secrets, ending.Token).ConfigureAwait(false);
            SnapshotAssembly snapshot = new();
            while (true)
            {
                ControlMessage message = await ReadAsync(call, beat * 3, ending.Token).ConfigureAwait(false);
                snapshot = await TakeAsync(message, snapshot, heads, secrets, outbox, ending.Token).ConfigureAwait(false);
            }
        }
        finally
        {
            status.IsConnected = false;
            await ending.CancelAsync().ConfigureAwait(false);

            // Whatever it ended with, the reader ended with the same cause and tells it.
            await sending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await telling.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<SnapshotAssembly> TakeAsync(
        ControlMessage message, SnapshotAssembly snapshot, HeadVerifier heads, SecretFetcher secrets, Outbox outbox, CancellationToken cancellation)
    {
        switch (message.MessageCase)
        {
            case ControlMessage.MessageOneofCase.Delta:
                status.Target = message.Delta.To.Revision;
                await AnswerAsync(
                    message.Delta.To,
                    () =>
                    {
                        heads.Check(message.Delta.To, message.Delta.Head);
                        return activation.ApplyAsync(message.Delta, secrets, cancellation);
                    },
                    outbox).ConfigureAwait(false);
                return snapshot;
            case ControlMessage.MessageOneofCase.Snapshot:
                if (!snapshot.Add(message.Snapshot))
                {
                    return snapshot;
                }

                status.Target = snapshot.To!.Revision;
                await AnswerAsync(
                    snapshot.To,
                    () =>
                    {
                        heads.Check(snapshot.To, message.Snapshot.Head);
                        return activation.ApplyAsync(snapshot.To, snapshot.Resources, snapshot.Secrets, message.Snapshot.Head, secrets, cancellation);
                    },
                    outbox).ConfigureAwait(false);
                return new SnapshotAssembly();
            case ControlMessage.MessageOneofCase.SecretsChanged:
                await AnswerAsync(activation.Position, () => activation.RefreshSecretsAsync(message.SecretsChanged.Secrets, secrets, cancellation), outbox).ConfigureAwait(false);
                return snapshot;
            case ControlMessage.MessageOneofCase.Beat:
                status.Target = message.Beat.Target?.Revision ?? status.Target;
                return snapshot;
            case ControlMessage.MessageOneofCase.Resnapshot:
                log.Resnapshot(message.Resnapshot.Reason);
                return new SnapshotAssembly();
            case ControlMessage.MessageOneofCase.Drain:
                drain.Order(message.Drain.Drained);
                return snapshot;
            case ControlMessage.MessageOneofCase.Goaway:
                throw new GoawayException(message.Goaway);
            case ControlMessage.MessageOneofCase.None:
                // A newer control plane says something that this edge has no word for: it may not need an answer.
                return snapshot;
            default:
                throw new InvalidDataException($"The control plane sent {message.MessageCase} in the middle of a stream.");
        }
    }

    private async Task AnswerAsync(Position to, Func<Task> apply, Outbox outbox)
    {
        try
        {
            await apply().ConfigureAwait(false);
            outbox.Ack();
        }
        catch (RefusedException refused)
        {
            log.Refused(to.Revision, refused.Message, activation.Position.Revision);
            outbox.Nack(to.Revision, refused);
        }
    }

    private async Task<ControlMessage> ReadAsync(AsyncDuplexStreamingCall<EdgeMessage, ControlMessage> call, TimeSpan longest, CancellationToken cancellation)
    {
        if (!await call.ResponseStream.MoveNext(cancellation).WaitAsync(longest, clock, cancellation).ConfigureAwait(false))
        {
            throw new RpcException(new Grpc.Core.Status(StatusCode.Unavailable, "The control plane ended the stream."));
        }

        status.Heard();
        return call.ResponseStream.Current;
    }

    private Hello Hello(string node) => new()
    {
        Node = node,
        BootId = identity.BootId,
        Version = EdgeIdentity.Version,
        Features = { EdgeFeatures.All },
        Have = activation.Position,
        Started = identity.Started.ToTimestamp(),
        Head = activation.Head,
        Stream = ++_streams,
    };

    private static TimeSpan Clamp(TimeSpan beat) => beat < ShortestBeat ? ShortestBeat : beat > LongestBeat ? LongestBeat : beat;
}
