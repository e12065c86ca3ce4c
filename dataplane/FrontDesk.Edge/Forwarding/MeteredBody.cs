using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using FrontDesk.Edge.Pipeline;
using Microsoft.AspNetCore.Http.Features;

namespace FrontDesk.Edge.Forwarding;

/// <summary>
/// The client's side of an exchange: reads its body, writes its answer, counts both and keeps the deadline going. Stands in for the
/// request's body and for the answer's.
/// </summary>
internal sealed class MeteredBody(Exchange exchange, Deadline deadline, Stream source, IHttpResponseBodyFeature? answer, Stream target) : Stream, IHttpResponseBodyFeature
{
    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <inheritdoc/>
    Stream IHttpResponseBodyFeature.Stream => this;

    /// <summary>Unmetered; nothing in the pipeline writes through it.</summary>
    PipeWriter IHttpResponseBodyFeature.Writer => answer!.Writer;

    /// <inheritdoc/>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var count = await source.ReadAsync(buffer, cancellationToken);
        if (count > 0)
        {
            exchange.RequestBytes += count;
            deadline.Progress();
        }
        else if (!buffer.IsEmpty)
        {
            deadline.Sent();
        }

        return count;
    }

    /// <inheritdoc/>
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        exchange.ResponseBytes += buffer.Length;
        deadline.Progress();
        return target.WriteAsync(buffer, cancellationToken);
    }

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override Task FlushAsync(CancellationToken cancellationToken) => target.FlushAsync(cancellationToken);

    /// <inheritdoc/>
    public void DisableBuffering() => answer!.DisableBuffering();

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken = default) => answer!.StartAsync(cancellationToken);

    /// <inheritdoc/>
    public Task SendFileAsync(string path, long offset, long? count, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    /// <inheritdoc/>
    public Task CompleteAsync() => answer!.CompleteAsync();

    /// <inheritdoc/>
    public override void Flush() => throw new NotSupportedException();

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();
}
