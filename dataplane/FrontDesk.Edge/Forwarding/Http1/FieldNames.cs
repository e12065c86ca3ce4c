using System.Text;

namespace FrontDesk.Edge.Forwarding.Http1;

/// <summary>The names of headers that services send all the time, so that no string is made for them.</summary>
internal static class FieldNames
{
    private const int Size = 256;
    private static readonly string?[] Table = Fill(
        "Accept-Ranges", "Access-Control-Allow-Credentials", "Access-Control-Allow-Headers", "Access-Control-Allow-Methods", "Access-Control-Allow-Origin",
        "Access-Control-Expose-Headers", "Access-Control-Max-Age", "Age", "Allow", "Alt-Svc", "Cache-Control", "Connection", "Content-Disposition",
        "Content-Encoding", "Content-Language", "Content-Length", "Content-Location", "Content-Range", "Content-Security-Policy", "Content-Type", "Date", "ETag",
        "Expires", "Keep-Alive", "Last-Modified", "Link", "Location", "Permissions-Policy", "Pragma", "Referrer-Policy", "Retry-After", "Sec-WebSocket-Accept",
        "Server", "Server-Timing", "Set-Cookie", "Strict-Transport-Security", "Trailer", "Transfer-Encoding", "Upgrade", "Vary", "Via", "WWW-Authenticate",
        "X-Content-Type-Options", "X-Frame-Options", "X-Powered-By", "X-Request-Id", "X-Runtime", "X-XSS-Protection");

    /// <summary>The name as a string.</summary>
    public static string Get(ReadOnlySpan<byte> name)
    {
        for (var slot = Slot(name[0], name[^1], name.Length); Table[slot] is { } known; slot = (slot + 1) % Size)
        {
            if (Ascii.EqualsIgnoreCase(name, known))
            {
                return known;
            }
        }

        return Encoding.Latin1.GetString(name);
    }

    private static string?[] Fill(params ReadOnlySpan<string> names)
    {
        var table = new string?[Size];
        foreach (var name in names)
        {
            var slot = Slot((byte)name[0], (byte)name[^1], name.Length);
            while (table[slot] is not null)
            {
                slot = (slot + 1) % Size;
            }

            table[slot] = name;
        }

        return table;
    }

    // First and last letter in lower case, and the length, tell most names apart.
    private static int Slot(byte first, byte last, int length) => (((first | 0x20) * 7) + ((last | 0x20) * 31) + (length * 5)) % Size;
}
