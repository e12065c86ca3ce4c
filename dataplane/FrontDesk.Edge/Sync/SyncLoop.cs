using FrontDesk.Edge.Hosting;
using FrontDesk.Edge.Identity;
using FrontDesk.Edge.Status;
using Grpc.Core;
using Grpc.Net.Client;

namespace FrontDesk.Edge.Sync;

/// <summary>
/// Keeps a stream to a control plane, to another one after each that ended. Whatever goes wrong here is told and tried again; requests are
/// served on meanwhile.
/// </summary>
internal sealed class SyncLoop(
    EdgeOptions options,
    Membership membership,
    ControlPlaneChannel channels,
    SyncSession session,
    Degradations degradations,
    TimeProvider clock,
    ILogger<SyncLoop> log)
    : EnduringTask("sync", degradations, clock, log)
{
    /// <inheritdoc/>
    protected override async Task RunAsync(CancellationToken stopping)
    {
        await membership.GetAsync(stopping).ConfigureAwait(false);
        Backoff backoff = new(Clock);
        for (int attempt = 0; ; attempt++)
        {
            Uri address = options.ControlPlanes[attempt % options.ControlPlanes.Count];
            TimeSpan wait = await ConnectAsync(address, backoff, stopping).ConfigureAwait(false);
            await Task.Delay(wait, Clock, stopping).ConfigureAwait(false);
        }
    }

    // Returns how long to wait before the next attempt.
    private async Task<TimeSpan> ConnectAsync(Uri address, Backoff backoff, CancellationToken stopping)
    {
        try
        {
            NodeIdentity identity = membership.Current!;
            using GrpcChannel channel = channels.ForNode(address, identity);
            await session.RunAsync(channel, identity.Name, backoff.Reset, stopping).ConfigureAwait(false);
        }
        catch (Exception) when (stopping.IsCancellationRequested)
        {
            throw new OperationCanceledException(stopping);
        }
        catch (GoawayException e)
        {
            Log.SentAway(address, e.Message);
            return e.RetryAfter + backoff.Next();
        }
        catch (RpcException e) when (e.StatusCode is StatusCode.PermissionDenied or StatusCode.Unauthenticated or StatusCode.InvalidArgument
            or StatusCode.FailedPrecondition or StatusCode.Unimplemented)
        {
            Log.NotAccepted(address, e.Status.Detail, e.StatusCode);
            backoff.Exhaust();
        }
        catch (Exception e) when (e is RpcException or TimeoutException or IOException or OperationCanceledException)
        {
            Log.Disconnected(address, e is RpcException rpc ? rpc.Status.Detail : e.Message);
        }
        catch (InvalidDataException e)
        {
            Log.ProtocolBroken(address, e.Message);
            backoff.Exhaust();
        }
        catch (Exception e)
        {
            // A mistake of this program: the configuration in force is untouched, so serving goes on.
            Log.Bug(e, address);
            backoff.Exhaust();
        }

        return backoff.Next();
    }
}
