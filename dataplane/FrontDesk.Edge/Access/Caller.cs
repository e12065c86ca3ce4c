using FrontDesk.Routing.Access;
using Microsoft.Extensions.Primitives;

namespace FrontDesk.Edge.Access;

/// <summary>Who a client is, as its credentials proved.</summary>
/// <param name="Method">How it proved that: `basic`, `api-key` or `jwt`.</param>
/// <param name="User">The user; the owner, for an API key; the subject, for a token.</param>
/// <param name="Key">The API key's id; empty for none.</param>
/// <param name="Groups">The groups, scopes or roles that it has.</param>
internal sealed record Caller(string Method, string User, string Key, string[] Groups)
{
    /// <summary>Adds the headers that tell a service so.</summary>
    public void Tell(IdentityModel model, List<KeyValuePair<string, StringValues>> headers)
    {
        Write(model.User, User);
        Write(model.Groups, Groups.Length == 0 ? "" : string.Join(',', Groups));
        Write(model.Key, Key);
        Write(model.Method, Method);

        void Write(string name, string value)
        {
            if (name.Length > 0 && value.Length > 0)
            {
                IdentityHeaders.Write(headers, name, Printable(value));
            }
        }
    }

    /// <summary>What a token says may hold anything; what no header's value can hold is percent-encoded, as UTF-8.</summary>
    public static string Printable(string value) => value.AsSpan().ContainsAnyExceptInRange(' ', '~') ? Uri.EscapeDataString(value) : value;
}
