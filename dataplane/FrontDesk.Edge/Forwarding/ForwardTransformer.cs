using FrontDesk.Edge.Pipeline;
using Microsoft.AspNetCore.Http.Features;
using Yarp.ReverseProxy.Forwarder;

namespace FrontDesk.Edge.Forwarding;

/// <summary>What the forwarder asks for on the way: the request's head, the answer's head, the trailers.</summary>
internal sealed class ForwardTransformer(TimeProvider clock) : HttpTransformer
{
    /// <inheritdoc/>
    public override ValueTask TransformRequestAsync(HttpContext httpContext, HttpRequestMessage proxyRequest, string destinationPrefix, CancellationToken cancellationToken)
    {
        ServiceRequest.Write(httpContext, httpContext.Exchange(), proxyRequest);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public override ValueTask<bool> TransformResponseAsync(HttpContext httpContext, HttpResponseMessage? proxyResponse, CancellationToken cancellationToken)
    {
        if (proxyResponse is null)
        {
            return ValueTask.FromResult(false);
        }

        var exchange = httpContext.Exchange();
        exchange.Answered = clock.GetTimestamp();
        exchange.Deadline!.Answered();
        ServiceAnswer.Write(httpContext, exchange, proxyResponse);
        // What comes through a tunnel may be waiting for what the client says first.
        return (int)proxyResponse.StatusCode is StatusCodes.Status101SwitchingProtocols || proxyResponse.RequestMessage?.Method == HttpMethod.Connect
            ? ValueTask.FromResult(true)
            : SendHeadersEarlyAsync(httpContext, proxyResponse, cancellationToken);
    }

    /// <inheritdoc/>
    public override async ValueTask TransformResponseTrailersAsync(HttpContext httpContext, HttpResponseMessage proxyResponse, CancellationToken cancellationToken)
    {
        if (httpContext.Features.Get<IHttpResponseTrailersFeature>()?.Trailers is { IsReadOnly: false } trailers)
        {
            ServiceAnswer.CopyTrailers(proxyResponse, trailers);
        }

        var deadline = httpContext.Exchange().Deadline!;
        deadline.Completed();
        if (deadline.IsSending)
        {
            // The client may wait for the answer's end before it ends its request.
            await httpContext.Response.CompleteAsync();
        }
    }

    /// <summary>
    /// Kestrel sends the headers with the body's first bytes. Where these take their time (events, long polls), the client gets the headers before.
    /// </summary>
    private static ValueTask<bool> SendHeadersEarlyAsync(HttpContext context, HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        var stream = answer.Content.ReadAsStream(cancellationToken);
        // A read of nothing is over when there is something to read, or nothing more to come.
        var something = stream.ReadAsync(Memory<byte>.Empty, cancellationToken);
        return something.IsCompleted ? ValueTask.FromResult(true) : WaitAsync(context, something.AsTask());
    }

    private static async ValueTask<bool> WaitAsync(HttpContext context, Task something)
    {
        await context.Response.Body.FlushAsync(CancellationToken.None);
        // What went wrong, the copying of the body will meet and report.
        await something.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return true;
    }
}
