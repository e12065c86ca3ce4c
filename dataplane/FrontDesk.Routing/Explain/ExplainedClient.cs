using FrontDesk.Admin.V1;
using FrontDesk.Routing.Addresses;

namespace FrontDesk.Routing.Explain;

/// <summary>The client of a request to think through.</summary>
internal static class ExplainedClient
{
    /// <summary>Who asks where nobody is named (RFC 5737).</summary>
    public const string Default = "192.0.2.1";

    /// <summary>Its address.</summary>
    /// <exception cref="FormatException">It is no address; the message says so in a sentence for people.</exception>
    public static Address Of(ExplainRequest request)
    {
        var text = request.Client.Length == 0 ? Default : request.Client;
        return AddressRange.TryParseAddress(text, out var address)
            ? Address.Of(address)
            : throw new FormatException($"`{text}` is not an address of a client. Write for example 192.0.2.1 or 2001:db8::1.");
    }
}
