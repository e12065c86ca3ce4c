using System.Globalization;
using System.Net;
using System.Security.Authentication;
using StackExchange.Redis;

namespace FrontDesk.ControlPlane.Store;

/// <summary>
/// Reads `redis://[user[:password]@]host[:port][,host[:port]…][/database][?sentinel=NAME&amp;ca=FILE&amp;tls-name=HOST]`; `rediss://` is the same over TLS.
/// </summary>
internal static class StoreAddress
{
    private const int DefaultPort = 6379;
    private const int DefaultSentinelPort = 26379;

    /// <summary>The client's options for an address.</summary>
    /// <param name="address">The address.</param>
    /// <param name="password">The password, where the address has none.</param>
    /// <exception cref="StoreRefusedException">It cannot be read; the message never holds the password.</exception>
    public static ConfigurationOptions Parse(string address, string? password)
    {
        var (scheme, rest) = Split(address, "://");
        if (rest is null || scheme is not ("redis" or "rediss"))
        {
            throw Wrong("it must start with redis:// or rediss://, or be the word embedded");
        }

        var (beforeQuery, query) = Split(rest, "?");
        var (authority, database) = Split(beforeQuery, "/");
        var at = authority.LastIndexOf('@');
        var options = new ConfigurationOptions { Ssl = scheme == "rediss", Password = password };
        if (at >= 0)
        {
            var (user, secret) = Split(authority[..at], ":");
            options.User = user.Length == 0 ? null : Uri.UnescapeDataString(user);
            options.Password = secret is null ? password : Uri.UnescapeDataString(secret);
        }

        foreach (var (name, value) in (query ?? "").Split('&', StringSplitOptions.RemoveEmptyEntries).Select(pair => Split(pair, "=")))
        {
            Set(options, name, Uri.UnescapeDataString(value ?? ""));
        }

        foreach (var host in authority[(at + 1)..].Split(','))
        {
            options.EndPoints.Add(ParseHost(host, options.ServiceName is null ? DefaultPort : DefaultSentinelPort));
        }

        if (!string.IsNullOrEmpty(database))
        {
            options.DefaultDatabase = int.TryParse(database, CultureInfo.InvariantCulture, out var number) && number is >= 0 and < 1024
                ? number
                : throw Wrong($"the database is a number from 0 to 1023, not `{database}`");
        }

        return options;
    }

    /// <summary>An address for people, without the password.</summary>
    public static string Text(ConfigurationOptions options)
    {
        var user = string.IsNullOrEmpty(options.User) ? "" : Uri.EscapeDataString(options.User) + "@";
        var hosts = string.Join(',', options.EndPoints.Select(host => host is DnsEndPoint name ? $"{name.Host}:{name.Port}" : host.ToString()));
        var sentinel = options.ServiceName is null ? "" : $"?sentinel={Uri.EscapeDataString(options.ServiceName)}";
        return $"{(options.Ssl ? "rediss" : "redis")}://{user}{hosts}/{options.DefaultDatabase ?? 0}{sentinel}";
    }

    private static void Set(ConfigurationOptions options, string name, string value)
    {
        switch (name)
        {
            case "sentinel" when value.Length > 0:
                options.ServiceName = value;
                break;
            case "ca" when options.Ssl && File.Exists(value):
                options.TrustIssuer(value);
                break;
            case "ca":
                throw Wrong($"the file with the authority to trust, `{value}`, is not there, or the address is not rediss://");
            case "tls-name" when options.Ssl && value.Length > 0:
                options.SslHost = value;
                options.SslProtocols = SslProtocols.None;
                break;
            default:
                throw Wrong($"`{name}` is not known here; sentinel=NAME, ca=FILE and tls-name=HOST are");
        }
    }

    private static EndPoint ParseHost(string host, int defaultPort)
    {
        var text = host.Trim();
        var colon = text.LastIndexOf(':');
        var hasPort = colon > text.LastIndexOf(']') && colon >= 0;
        var name = (hasPort ? text[..colon] : text).Trim('[', ']');
        var port = defaultPort;
        if (name.Length == 0 || (hasPort && !(int.TryParse(text[(colon + 1)..], CultureInfo.InvariantCulture, out port) && port is > 0 and <= 65_535)))
        {
            throw Wrong($"`{text}` is not a host with a port");
        }

        return IPAddress.TryParse(name, out var ip) ? new IPEndPoint(ip, port) : new DnsEndPoint(name, port);
    }

    private static (string Before, string? After) Split(string text, string separator) =>
        text.IndexOf(separator, StringComparison.Ordinal) is var index and >= 0 ? (text[..index], text[(index + separator.Length)..]) : (text, null);

    private static StoreRefusedException Wrong(string why) =>
        new($"the store's address cannot be read: {why}. It is redis://[user[:password]@]host[:port][/database]");
}
