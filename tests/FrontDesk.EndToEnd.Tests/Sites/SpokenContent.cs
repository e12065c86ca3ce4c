using System.Net;
using System.Text;
using System.Threading.Channels;

namespace FrontDesk.EndToEnd.Tests.Sites;

/// <summary>A request's body that is sent word by word, when the test says so.</summary>
internal sealed class SpokenContent : HttpContent
{
    private readonly Channel<string> _words = Channel.CreateUnbounded<string>();

    /// <summary>Sends a word.</summary>
    public void Say(string word) => _words.Writer.TryWrite(word);

    /// <summary>Ends the body.</summary>
    public void End() => _words.Writer.TryComplete();

    /// <inheritdoc/>
    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        await foreach (var word in _words.Reader.ReadAllAsync())
        {
            await stream.WriteAsync(Encoding.Latin1.GetBytes(word));
            await stream.FlushAsync();
        }
    }

    /// <inheritdoc/>
    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
