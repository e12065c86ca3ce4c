using FrontDesk.Config.V1;
using FrontDesk.Configuration.Documents;
using Google.Protobuf.Collections;

namespace FrontDesk.Configuration.Validation.Routes;

/// <summary>What changes to headers must be.</summary>
internal static class HeaderChangeRules
{
    private const int MaxChanges = 50;

    /// <summary>What belongs to the connection or to the message's framing (RFC 9110 §7.6.1, RFC 9112 §6), or is the word of proxies.</summary>
    private static readonly HashSet<string> Untouchable = new(StringComparer.OrdinalIgnoreCase)
    {
        "connection", "keep-alive", "proxy-connection", "proxy-authenticate", "proxy-authorization", "te", "trailer", "transfer-encoding",
        "upgrade", "content-length", "http2-settings",
        "forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-forwarded-port", "x-forwarded-prefix", "x-forwarded-server", "x-real-ip",
    };

    /// <summary>Whether a header can be changed at all.</summary>
    public static bool IsFree(string name) => !Untouchable.Contains(name) && !name.Equals("host", StringComparison.OrdinalIgnoreCase);

    /// <summary>Tells what is wrong.</summary>
    public static void Check(string field, HeaderChanges? changes, ResourceProblems problems)
    {
        if (changes is null)
        {
            return;
        }

        CheckValues(FieldPath.Join(field, "set"), changes.Set, problems);
        CheckValues(FieldPath.Join(field, "add"), changes.Add, problems);
        problems.CheckCount(FieldPath.Join(field, "remove"), changes.Remove.Count, 0, MaxChanges);
        for (var at = 0; at < changes.Remove.Count; at++)
        {
            CheckName(FieldPath.Join(FieldPath.Join(field, "remove"), at), changes.Remove[at], problems);
        }
    }

    private static void CheckValues(string field, MapField<string, string> headers, ResourceProblems problems)
    {
        problems.CheckCount(field, headers.Count, 0, MaxChanges);
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in headers.OrderBy(header => header.Key, StringComparer.Ordinal))
        {
            var here = FieldPath.Join(field, name);
            CheckName(here, name, problems);
            if (!names.Add(name))
            {
                problems.Error(here, $"The header {name} is there already; case is ignored.", "Name it once.");
            }

            if (!HeaderText.IsValue(value))
            {
                problems.Error(here, $"A header's value is at most {HeaderText.MaxValue:N0} printable ASCII characters.");
            }
        }
    }

    private static void CheckName(string field, string name, ResourceProblems problems)
    {
        if (!HeaderText.IsToken(name))
        {
            problems.Error(field, $"`{name}` is not a header's name.", "Letters, digits and hyphens.");
        }
        else if (name.Equals("host", StringComparison.OrdinalIgnoreCase))
        {
            problems.Error(field, "Routes do not change Host.", "Say with the service's `host` which one it sees.");
        }
        else if (Untouchable.Contains(name))
        {
            problems.Error(field, $"The header {name} cannot be changed: it belongs to the connection, or to what proxies say of each other.", "Leave it out.");
        }
    }
}
