using FrontDesk.Edge.Identity;
using FrontDesk.Edge.V1;
using Grpc.Core;
using Grpc.Net.Client;

namespace FrontDesk.Edge.Sync;

/// <summary>
/// Tells an edge that has a stream with another control plane than its first choice when that one answers again: so a fleet does not crowd on
/// those that stayed.
/// </summary>
internal sealed class Homecoming(ControlPlaneChannel channels, TimeProvider clock)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    /// <summary>The shortest wait before it is asked; the longest is twice as long, so that edges come one by one.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    /// <summary>Returns when the control plane answers.</summary>
    public async Task WaitAsync(Uri home, NodeIdentity identity, CancellationToken cancellation)
    {
        do
        {
            await Task.Delay(Pause * (1 + Random.Shared.NextDouble()), clock, cancellation).ConfigureAwait(false);
        }
        while (!await AnswersAsync(home, identity, cancellation).ConfigureAwait(false));
    }

    private async Task<bool> AnswersAsync(Uri home, NodeIdentity identity, CancellationToken cancellation)
    {
        try
        {
            using GrpcChannel channel = channels.ForNode(home, identity);
            await new Trust.TrustClient(channel)
                .GetAuthorityAsync(new GetAuthorityRequest(), deadline: TimeProvider.System.GetUtcNow().UtcDateTime + Timeout, cancellationToken: cancellation)
                .ConfigureAwait(false);
            return true;
        }
        catch (RpcException) when (!cancellation.IsCancellationRequested)
        {
            // Not yet: asked again.
            return false;
        }
    }
}
