using System.IO.Pipelines;
using FrontDesk.Edge.Forwarding;
using Microsoft.AspNetCore.Http.Features;

namespace FrontDesk.Edge.Compression;

/// <summary>The body that a client gets, counted as it leaves. Stands in for the answer's own.</summary>
internal sealed class CountedAnswer(IHttpResponseBodyFeature answer) : AsyncStream, IHttpResponseBodyFeature
{
    private readonly Stream _target = answer.Stream;

    /// <summary>Bytes written.</summary>
    public long Bytes { get; private set; }

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    Stream IHttpResponseBodyFeature.Stream => this;

    /// <summary>Uncounted; nothing in the pipeline writes through it.</summary>
    PipeWriter IHttpResponseBodyFeature.Writer => answer.Writer;

    /// <inheritdoc/>
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Bytes += buffer.Length;
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
