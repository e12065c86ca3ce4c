namespace FrontDesk.Cli.Connection;

/// <summary>The address of a control plane.</summary>
internal static class ServerAddress
{
    /// <summary>Reads `https://HOST[:PORT]`, or `HOST:PORT` for short. The port is 7400 where none is named.</summary>
    public static Uri Parse(string text)
    {
        var full = text.Contains("://", StringComparison.Ordinal) ? text : "https://" + text;
        if (!Uri.TryCreate(full, UriKind.Absolute, out var server) || server.Scheme != Uri.UriSchemeHttps
            || server.PathAndQuery != "/" || server.Fragment.Length > 0 || server.UserInfo.Length > 0)
        {
            throw new CommandFailure(
                ExitCode.Error,
                $"'{text}' is no address of a control plane",
                "write it as https://HOST:PORT; operators' calls are never made without TLS");
        }

        var authority = full["https://".Length..].TrimEnd('/');
        return server.IsDefaultPort && !authority.EndsWith(":443", StringComparison.Ordinal) ? new UriBuilder(server) { Port = 7400 }.Uri : server;
    }

    /// <summary>Writes it without the final slash.</summary>
    public static string Text(Uri server) => server.GetLeftPart(UriPartial.Authority);
}
