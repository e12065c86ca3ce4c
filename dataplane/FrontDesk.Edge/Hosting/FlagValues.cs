using System.Globalization;
using System.Net;

namespace FrontDesk.Edge.Hosting;

/// <summary>From the text of a flag to its value. What cannot be understood is told by a FormatException that says what to write.</summary>
internal static class FlagValues
{
    private const double LongestMilliseconds = 3_600_000;

    /// <summary>Any text but none.</summary>
    public static string Text(string value) => value.Length > 0 ? value : throw new FormatException("It must not be empty.");

    /// <summary>`true` or `false`.</summary>
    public static bool Switch(string value) => bool.TryParse(value, out bool result) ? result : throw new FormatException("Write true or false.");

    /// <summary>An IPv4 or IPv6 address.</summary>
    public static IPAddress Address(string value) => IPAddress.TryParse(value, out IPAddress? address)
        ? address
        : throw new FormatException("Write an IP address of this host: 192.0.2.1 or 2001:db8::1.");

    /// <summary>An address with a port.</summary>
    public static IPEndPoint EndPoint(string value) => IPEndPoint.TryParse(value, out IPEndPoint? address) && address.Port > 0
        ? address
        : throw new FormatException("Write an address and a port: 127.0.0.1:7402.");

    /// <summary>Control planes, with commas between.</summary>
    public static Uri[] ControlPlanes(string value)
    {
        string[] parts = value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return parts.Length == 0 ? throw new FormatException("Write https://HOST:7401.") : Array.ConvertAll(parts, ControlPlane);
    }

    /// <summary>A length of time up to an hour.</summary>
    public static TimeSpan Duration(string value)
    {
        (string number, double unit) = value switch
        {
            [.. var digits, 'm', 's'] => (digits, 1),
            [.. var digits, 's'] => (digits, 1_000),
            [.. var digits, 'm'] => (digits, 60_000),
            _ => ("", 0.0),
        };
        return uint.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out uint count) && count * unit <= LongestMilliseconds
            ? TimeSpan.FromMilliseconds(count * unit)
            : throw new FormatException("Write a duration of at most an hour: 500ms, 30s, 5m.");
    }

    private static Uri ControlPlane(string value)
        => Uri.TryCreate(value, UriKind.Absolute, out Uri? uri) && uri.Scheme == Uri.UriSchemeHttps && uri.PathAndQuery == "/" && uri.UserInfo == "" && uri.Fragment == ""
            ? uri
            : throw new FormatException($"'{value}' is no control plane's address; write https://HOST:7401.");
}
