using System.Net;
using System.Threading.Channels;
using FrontDesk.Edge.Tests.Pipeline;

namespace FrontDesk.Edge.Tests.Forwarding;

/// <summary>A request's body that the test writes while the answer is read.</summary>
internal sealed class OpenContent : HttpContent
{
    private readonly Channel<byte[]> _parts = Channel.CreateUnbounded<byte[]>();

    public void Write(string part) => _parts.Writer.TryWrite(System.Text.Encoding.Latin1.GetBytes(part));

    public void Complete() => _parts.Writer.Complete();

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        // The head goes out before there is a body.
        await stream.FlushAsync(Patience.Token);
        await foreach (var part in _parts.Reader.ReadAllAsync(Patience.Token))
        {
            await stream.WriteAsync(part, Patience.Token);
            await stream.FlushAsync(Patience.Token);
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
