using System.IO.Pipelines;
using FrontDesk.Edge.Pipeline;
using Microsoft.AspNetCore.Http.Features;

namespace FrontDesk.Edge.Forwarding;

/// <summary>The body that a client gets, counted and under the deadline. Stands in for the answer's own.</summary>
internal sealed class ClientAnswer(Exchange exchange, Deadline deadline, IHttpResponseBodyFeature answer) : AsyncStream, IHttpResponseBodyFeature
{
    private readonly Stream _target = answer.Stream;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    Stream IHttpResponseBodyFeature.Stream => this;

    /// <summary>Unmetered; nothing in the pipeline writes through it.</summary>
    PipeWriter IHttpResponseBodyFeature.Writer => answer.Writer;

    /// <inheritdoc/>
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        exchange.ResponseBytes += buffer.Length;
        deadline.Progress();
        return _target.WriteAsync(buffer, cancellationToken);
    }

    /// <inheritdoc/>
    public override Task FlushAsync(CancellationToken cancellationToken) => _target.FlushAsync(cancellationToken);

    /// <inheritdoc/>
    public void DisableBuffering() => answer.DisableBuffering();

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken = default) => answer.StartAsync(cancellationToken);

    /// <inheritdoc/>
    public Task SendFileAsync(string path, long offset, long? count, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    /// <inheritdoc/>
    public Task CompleteAsync() => answer.CompleteAsync();
}
