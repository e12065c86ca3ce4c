using FrontDesk.Edge.Hosting;
using FrontDesk.Edge.Identity;
using FrontDesk.Edge.Status;
using Grpc.Core;
using Grpc.Net.Client;

namespace FrontDesk.Edge.Sync;

/// <summary>
/// Keeps a stream to a control plane, to the next one after each that ended, and comes back to the first when it answers again. Whatever goes
/// wrong here is told and tried again; requests are served on meanwhile.
/// </summary>
internal sealed class SyncLoop(
    EdgeOptions options,
    Membership membership,
    ControlPlaneChannel channels,
    SyncSession session,
    Homecoming homecoming,
    Degradations degradations,
    TimeProvider clock,
    ILogger<SyncLoop> log)
    : EnduringTask("sync", degradations, clock, log)
{
    /// <inheritdoc/>
    protected override async Task RunAsync(CancellationToken stopping)
    {
        await membership.GetAsync(stopping).ConfigureAwait(false);
        Uri[] order = ControlPlaneOrder.Of(membership.Current!.Name, options.ControlPlanes);
        Backoff backoff = new(Clock);
        for (int place = 0; ; place = (place + 1) % order.Length)
        {
            if (await ConnectAsync(order, place, backoff, stopping).ConfigureAwait(false) is not { } wait)
            {
                place = order.Length - 1;
                continue;
            }

            await Task.Delay(wait, Clock, stopping).ConfigureAwait(false);
        }
    }

    // Returns how long to wait before the next attempt; null: the first choice answers again.
    private async Task<TimeSpan?> ConnectAsync(Uri[] order, int place, Backoff backoff, CancellationToken stopping)
    {
        Uri address = order[place];
        try
        {
            NodeIdentity identity = membership.Current!;
            using GrpcChannel channel = channels.ForNode(address, identity);
            using CancellationTokenSource ending = CancellationTokenSource.CreateLinkedTokenSource(stopping);
            Task stream = session.RunAsync(channel, identity.Name, backoff.Reset, ending.Token);
            Task home = place == 0 ? stream : homecoming.WaitAsync(order[0], identity, ending.Token);
            Task first = await Task.WhenAny(stream, home).ConfigureAwait(false);
            await ending.CancelAsync().ConfigureAwait(false);
            if (first != stream)
            {
                await stream.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                await home.ConfigureAwait(false);
                Log.GoesHome(address, order[0]);
                return null;
            }

            await home.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await stream.ConfigureAwait(false);
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
