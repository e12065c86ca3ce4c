using FrontDesk.Edge.V1;
using Grpc.Core;

namespace FrontDesk.ControlPlane.Tests.Publishing;

/// <summary>A stream whose connection breaks before anything of it is read, and before gRPC has noticed: its call is not cancelled.</summary>
internal sealed class BrokenConnection : ServerCallContext, IAsyncStreamReader<EdgeMessage>
{
    public EdgeMessage Current => throw new InvalidOperationException("Nothing was read.");

    protected override string MethodCore => "Connect";

    protected override string HostCore => "";

    protected override string PeerCore => "";

    protected override DateTime DeadlineCore => DateTime.MaxValue;

    protected override Metadata RequestHeadersCore { get; } = [];

    protected override CancellationToken CancellationTokenCore => CancellationToken.None;

    protected override Metadata ResponseTrailersCore { get; } = [];

    protected override Status StatusCore { get; set; }

    protected override WriteOptions? WriteOptionsCore { get; set; }

    protected override AuthContext AuthContextCore => new(null, []);

    public Task<bool> MoveNext(CancellationToken cancellationToken) => Task.FromException<bool>(new IOException("The request stream was aborted."));

    protected override ContextPropagationToken CreatePropagationTokenCore(ContextPropagationOptions? options) => throw new NotSupportedException();

    protected override Task WriteResponseHeadersAsyncCore(Metadata responseHeaders) => Task.CompletedTask;
}
