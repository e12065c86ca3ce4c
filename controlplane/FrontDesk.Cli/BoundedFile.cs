using System.Text;

namespace FrontDesk.Cli;

/// <summary>Reads files and streams of which nobody knows how long they are, up to a bound.</summary>
internal static class BoundedFile
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>A file's bytes.</summary>
    /// <exception cref="IOException">It cannot be read, or is longer than <paramref name="most"/> bytes.</exception>
    public static byte[] Read(string path, int most)
    {
        using var file = File.OpenRead(path);
        return Read(file, most);
    }

    /// <summary>A file's text.</summary>
    /// <exception cref="IOException">It cannot be read, is longer than <paramref name="most"/> bytes, or is no UTF-8.</exception>
    public static string ReadText(string path, int most) => Text(Read(path, most));

    /// <summary>A stream's text.</summary>
    /// <exception cref="IOException">It cannot be read, is longer than <paramref name="most"/> bytes, or is no UTF-8.</exception>
    public static string ReadText(Stream stream, int most) => Text(Read(stream, most));

    private static byte[] Read(Stream stream, int most)
    {
        var bytes = new MemoryStream();
        var buffer = new byte[64 * 1024];
        for (int read; (read = stream.Read(buffer)) > 0;)
        {
            bytes.Write(buffer, 0, read);
            if (bytes.Length > most)
            {
                throw new IOException($"it is longer than {most:N0} bytes");
            }
        }

        return bytes.ToArray();
    }

    private static string Text(byte[] bytes)
    {
        var start = bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? Encoding.UTF8.Preamble.Length : 0;
        try
        {
            return Strict.GetString(bytes, start, bytes.Length - start);
        }
        catch (DecoderFallbackException)
        {
            throw new IOException("it is not UTF-8 text");
        }
    }
}
