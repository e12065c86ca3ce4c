using FrontDesk.ControlPlane.Audit;
using FrontDesk.ControlPlane.Fleet;
using FrontDesk.ControlPlane.Identity;
using FrontDesk.ControlPlane.Store;
using FrontDesk.Edge.V1;
using FrontDesk.Routing.Features;
using Grpc.Core;

namespace FrontDesk.ControlPlane.Publishing;

/// <summary>Brings configuration and secrets to edges.</summary>
internal sealed class SyncRpc(
    Publication publication, Publisher publisher, SecretAccess secrets, Nodes nodes, LiveEdges live, AuditTrail audit, TimeProvider time)
    : SyncContract
{
    private static readonly TimeSpan HelloTime = TimeSpan.FromSeconds(10);
    private const int MaxBootId = 128;
    private const int MaxFeatures = 500;
    private const string ConnectionLost = "the connection was lost";

    /// <inheritdoc/>
    public override async Task Connect(
        IAsyncStreamReader<EdgeMessage> requests, IServerStreamWriter<ControlFrame> responses, ServerCallContext context)
    {
        try
        {
            await ServeAsync(requests, responses, context);
        }
        catch (IOException lost)
        {
            // Edges may be killed and cables pulled at any time: nothing went wrong here, which is what gRPC would log.
            throw new RpcException(new Status(StatusCode.Unavailable, ConnectionLost, lost));
        }
    }

    /// <inheritdoc/>
    public override async Task GetSecrets(
        GetSecretsRequest request, IServerStreamWriter<GetSecretsResponse> responses, ServerCallContext context)
    {
        var audited = new AuditedSecrets(responses);
        try
        {
            await secrets.SendAsync(context.NodeName(), request, audited, context.CancellationToken);
        }
        finally
        {
            audited.Tell(audit, context);
        }
    }

    private async Task ServeAsync(IAsyncStreamReader<EdgeMessage> requests, IServerStreamWriter<ControlFrame> responses, ServerCallContext context)
    {
        var hello = await ReadHelloAsync(requests, context);
        var node = await nodes.FindAsync(hello.Node, context.CancellationToken)
            ?? throw Failure.Of(StatusCode.PermissionDenied, $"Node {hello.Node} was removed. Enrol the edge again.");
        await WitnessAsync(hello, context.CancellationToken);
        await nodes.NoteAsync(node, EdgeReports.Bounded(hello.Version), hello.Features, context.CancellationToken);
        var fitness = new EdgeFitness(FeatureSet.Parse(hello.Features), publication.Desk, node.Group);
        var reports = new EdgeReports(node.Name, node.Group, live, publication.Meter, publication.Log, time);
        var session = new EdgeSession(hello, node.Group, reports, Writer, publication.Options, time);
        session.Drain(node.Drained);
        if (!publisher.TryAdd(session, reports))
        {
            await session.RunAsync(requests, context.CancellationToken);
            return;
        }

        var why = "the edge ended the stream";
        try
        {
            reports.Connected(hello, AddressOf(context), publication.Desk.Current.Head.Revision);

            // The record may have changed before the publisher knew of this stream.
            Publisher.Recheck(session, await nodes.FindAsync(node.Name, context.CancellationToken));
            await session.RunAsync(requests, context.CancellationToken);
        }
        catch (Exception ended) when (Say(ended))
        {
            throw;
        }
        finally
        {
            if (publisher.Remove(session))
            {
                reports.Disconnected(why);
            }
        }

        EdgeWriter Writer(EdgeProgress progress) => new(node.Name, node.Group, publication, progress, fitness, reports, responses);

        bool Say(Exception ended)
        {
            why = ended switch
            {
                RpcException refused => refused.Status.Detail,
                OperationCanceledException or IOException => ConnectionLost,
                _ => "an unexpected error",
            };
            return true;
        }
    }

    // What an edge was given once, and the store no longer has, is found out by the edge's next word. Without a signature it halts nothing.
    private async Task WitnessAsync(Hello hello, CancellationToken cancellationToken)
    {
        if (publication.Updates.Signer.Verify(hello.Head) is not { } shown || publication.Desk.Has(shown))
        {
            return;
        }

        if (publication.Desk.IsAway)
        {
            // The edge does not wait long for its welcome; its next word tells again.
            PublishingLog.ShownMore(publication.Log, hello.Node, shown.Revision, shown.Epoch, "the store is out of reach");
            return;
        }

        try
        {
            await publication.Desk.WitnessAsync(shown, hello.Node, cancellationToken);
        }
        catch (Exception failure) when (failure is StoreRefusedException or StoreUnavailableException)
        {
            // The desk has noted it, or cannot look now: the edge's next word tells again.
            PublishingLog.ShownMore(publication.Log, hello.Node, shown.Revision, shown.Epoch, failure.Message);
        }
    }

    private async Task<Hello> ReadHelloAsync(IAsyncStreamReader<EdgeMessage> requests, ServerCallContext context)
    {
        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken);
        await using var timer = publication.CancelAfter(bounded, HelloTime);
        try
        {
            if (!await requests.MoveNext(bounded.Token) || requests.Current.Hello is not { } hello)
            {
                throw Failure.Of(StatusCode.InvalidArgument, "The first message of a stream is Hello.");
            }

            if (hello.Node != context.NodeName())
            {
                throw Failure.Of(StatusCode.PermissionDenied, $"The certificate is of node {context.NodeName()}, not of the node that Hello names.");
            }

            if (hello.Features.Count > MaxFeatures || hello.Features.Any(feature => feature.Length > MaxFeatures))
            {
                throw Failure.Of(StatusCode.InvalidArgument, $"Hello tells at most {MaxFeatures} features of at most {MaxFeatures} characters.");
            }

            return hello.BootId.Length is > 0 and <= MaxBootId
                ? hello
                : throw Failure.Of(StatusCode.InvalidArgument, $"Hello names a boot id of 1 to {MaxBootId} characters.");
        }
        catch (OperationCanceledException) when (!context.CancellationToken.IsCancellationRequested)
        {
            throw Failure.Of(StatusCode.DeadlineExceeded, $"The edge said no Hello within {HelloTime.TotalSeconds} s.");
        }
    }

    private static string AddressOf(ServerCallContext context) => context.GetHttpContext().Connection is { RemoteIpAddress: { } ip } from
        ? new System.Net.IPEndPoint(ip, from.RemotePort).ToString()
        : "";
}
