using FrontDesk.Admin.V1;
using Grpc.Core;

namespace FrontDesk.Cli.Changes;

/// <summary>A change on its way: its parts being sent, its answers being read.</summary>
/// <param name="Answers">The answers.</param>
/// <param name="Sending">Ends when everything is sent; already ended where there is nothing to send.</param>
/// <param name="Call">The call, to be disposed.</param>
internal sealed record OpenChange(IAsyncStreamReader<ChangeResponse> Answers, Task Sending, IDisposable Call)
{
    /// <summary>Starts to send parts while the answers are read, so that neither side waits for the other.</summary>
    public static OpenChange Start<TPart>(AsyncDuplexStreamingCall<TPart, ChangeResponse> call, IEnumerable<TPart> parts) =>
        new(call.ResponseStream, SendAsync(call.RequestStream, parts), call);

    /// <summary>Sends all parts. A call that ended early ends this too: its status comes with its answers.</summary>
    public static async Task SendAsync<TPart>(IClientStreamWriter<TPart> stream, IEnumerable<TPart> parts)
    {
        try
        {
            foreach (var part in parts)
            {
                await stream.WriteAsync(part);
            }

            await stream.CompleteAsync();
        }
        catch (Exception e) when (e is RpcException or InvalidOperationException)
        {
            // The server has answered already; the reader of its answers learns what.
        }
    }
}
