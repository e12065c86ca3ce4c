using FrontDesk.Admin.V1;
using FrontDesk.ControlPlane.Audit;
using FrontDesk.ControlPlane.Identity;
using Grpc.Core;
using Grpc.Core.Interceptors;

namespace FrontDesk.ControlPlane.Admin;

/// <summary>
/// Goes around every operator's call: turns the store's exceptions into statuses with reasons, and writes one line per call that says who
/// called what and what came of it, and brings what was refused to the audit log. The line has nothing of what was sent.
/// </summary>
internal sealed class AdminCalls(AuditTrail audit, ILogger<AdminCalls> log) : Interceptor
{
    /// <inheritdoc/>
    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        TResponse? response = null;
        await RunAsync(context, async () => response = await continuation(request, context));
        return response!;
    }

    /// <inheritdoc/>
    public override Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request,
        IServerStreamWriter<TResponse> responseStream,
        ServerCallContext context,
        ServerStreamingServerMethod<TRequest, TResponse> continuation) =>
        RunAsync(context, () => continuation(request, responseStream, context));

    /// <inheritdoc/>
    public override async Task<TResponse> ClientStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream, ServerCallContext context, ClientStreamingServerMethod<TRequest, TResponse> continuation)
    {
        TResponse? response = null;
        await RunAsync(context, async () => response = await continuation(requestStream, context));
        return response!;
    }

    /// <inheritdoc/>
    public override Task DuplexStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream,
        IServerStreamWriter<TResponse> responseStream,
        ServerCallContext context,
        DuplexStreamingServerMethod<TRequest, TResponse> continuation) =>
        RunAsync(context, () => continuation(requestStream, responseStream, context));

    private async Task RunAsync(ServerCallContext context, Func<Task> call)
    {
        try
        {
            await call();
            Log(context, StatusCode.OK);
        }
        catch (RpcException failed)
        {
            // What a request itself lacks is no matter of who may do what.
            if (failed.StatusCode is StatusCode.PermissionDenied or StatusCode.FailedPrecondition or StatusCode.ResourceExhausted)
            {
                audit.Refused(context.GetHttpContext(), failed.StatusCode);
            }

            Log(context, failed.StatusCode);
            throw;
        }
        catch (OperationCanceledException) when (RunningCalls.IsOver(context.GetHttpContext()))
        {
            Log(context, StatusCode.Unauthenticated);
            throw Failure.Of(StatusCode.Unauthenticated, ErrorReason.TokenInvalid, "The token was revoked or expired while the call ran.");
        }
        catch (OperationCanceledException)
        {
            Log(context, StatusCode.Cancelled);
            throw;
        }
        catch (Exception failed) when (Failure.OfStore(failed) is { } translated)
        {
            Log(context, translated.StatusCode);
            throw translated;
        }
        catch (Exception bug)
        {
            AdminLog.Failed(log, bug, context.Method, context.OperatorName());
            throw Failure.Of(StatusCode.Internal, "An unexpected error. It is in the control plane's log.");
        }
    }

    private void Log(ServerCallContext context, StatusCode code) =>
        AdminLog.Called(log, context.OperatorName(), context.Method, code, context.Peer);
}
