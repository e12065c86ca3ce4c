using FrontDesk.Edge.Hosting;
using FrontDesk.Edge.Identity;
using Grpc.Core;
using Grpc.Net.Client;

namespace FrontDesk.Edge.Sync;

/// <summary>
/// Keeps a stream to a control plane, to another one after each that ended. Whatever goes wrong here is told and tried again; requests are
/// served on meanwhile.
/// </summary>
internal sealed class SyncLoop(EdgeOptions options, Membership membership, ControlPlaneChannel channels, SyncSession session, TimeProvider clock, ILogger<SyncLoop> log)
    : BackgroundService
{
    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await membership.GetAsync(stoppingToken).ConfigureAwait(false);
        Backoff backoff = new(clock);
        for (int attempt = 0; ; attempt++)
        {
            Uri address = options.ControlPlanes[attempt % options.ControlPlanes.Count];
            TimeSpan wait = await ConnectAsync(address, backoff, stoppingToken).ConfigureAwait(false);
            await Task.Delay(wait, clock, stoppingToken).ConfigureAwait(false);
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
            log.SentAway(address, e.Message);
            return e.RetryAfter + backoff.Next();
        }
        catch (RpcException e) when (e.StatusCode is StatusCode.PermissionDenied or StatusCode.Unauthenticated or StatusCode.InvalidArgument
            or StatusCode.FailedPrecondition or StatusCode.Unimplemented)
        {
            log.NotAccepted(address, e.Status.Detail, e.StatusCode);
            backoff.Exhaust();
        }
        catch (Exception e) when (e is RpcException or TimeoutException or IOException or OperationCanceledException)
        {
            log.Disconnected(address, e is RpcException rpc ? rpc.Status.Detail : e.Message);
        }
        catch (InvalidDataException e)
        {
            log.ProtocolBroken(address, e.Message);
            backoff.Exhaust();
        }
        catch (Exception e)
        {
            // A mistake of this program: the configuration in force is untouched, so serving goes on.
            log.Bug(e, address);
            backoff.Exhaust();
        }

        return backoff.Next();
    }
}
