using FrontDesk.Config.V1;

namespace FrontDesk.Routing.Routes;

/// <summary>Finds the headers of a preset; every route with one shares them.</summary>
internal static class SecurityHeadersCompiler
{
    private static readonly SecurityHeadersModel Basic = new(
        [new("X-Content-Type-Options", "nosniff"), new("X-Frame-Options", "SAMEORIGIN"), new("Referrer-Policy", "strict-origin-when-cross-origin")],
        "max-age=31536000");

    private static readonly SecurityHeadersModel Strict = new(
        [
            new("X-Content-Type-Options", "nosniff"), new("X-Frame-Options", "DENY"), new("Referrer-Policy", "no-referrer"), new("Cross-Origin-Opener-Policy", "same-origin"),
            new("Cross-Origin-Resource-Policy", "same-origin"), new("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()"),
        ],
        "max-age=31536000; includeSubDomains");

    /// <summary>The headers; null for none.</summary>
    public static SecurityHeadersModel? Compile(SecurityHeaders preset, Problems problems)
    {
        switch (preset)
        {
            case SecurityHeaders.Unspecified:
                return null;
            case SecurityHeaders.Basic:
                return Basic;
            case SecurityHeaders.Strict:
                return Strict;
            default:
                problems.Add("response.securityHeaders", $"{(int)preset} is not a preset.", "Use basic or strict.");
                return null;
        }
    }
}
