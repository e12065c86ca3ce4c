using System.Text.Json;
using FrontDesk.Edge.Access;
using FrontDesk.Routing.Access;
using Microsoft.Extensions.Primitives;
using Microsoft.IdentityModel.Tokens;

namespace FrontDesk.Edge.Jwt;

/// <summary>What a token says, once its signature was found right.</summary>
internal static class TokenClaims
{
    private const int LongestHeader = 8 * 1024;

    // Two values under one name could be read as either: such a token is none.
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 16, AllowDuplicateProperties = false };

    /// <summary>Reads a token's claims.</summary>
    /// <param name="payload">The token's middle part.</param>
    /// <param name="model">What is required.</param>
    /// <returns>Who the client is and the headers that the service gets, and whether the claims are as required; null where they cannot be read.</returns>
    public static (Caller Caller, KeyValuePair<string, StringValues>[] Headers, bool AreFitting)? Read(string payload, JwtModel model)
    {
        try
        {
            using var document = JsonDocument.Parse(Base64UrlEncoder.DecodeBytes(payload), Strict);
            var claims = document.RootElement;
            var headers = new List<KeyValuePair<string, StringValues>>();
            foreach (var (claim, header) in model.Forward)
            {
                if (string.Join(',', Values(claims, claim)) is { Length: > 0 and <= LongestHeader } value)
                {
                    headers.Add(new(header, Caller.Printable(value)));
                }
            }

            var fits = model.Claims.All(wanted => Values(claims, wanted.Key).ToArray() is { Length: > 0 } values ? values.Any(wanted.Value.HoldsFor) : wanted.Value.HoldsForAbsent);
            return (new Caller("jwt", Values(claims, "sub").FirstOrDefault() ?? "", "", [.. Values(claims, "scope").Concat(Values(claims, "scp"))]), [.. headers], fits);
        }
        catch (Exception e) when (e is JsonException or FormatException)
        {
            return null;
        }
    }

    /// <summary>A claim's values as texts: of a list, its entries; of a scope, its words. Objects have none.</summary>
    private static IEnumerable<string> Values(JsonElement claims, string name)
    {
        if (claims.ValueKind != JsonValueKind.Object || !claims.TryGetProperty(name, out var claim))
        {
            return [];
        }

        // RFC 8693 §4.2: words with spaces between.
        return name is "scope" or "scp" && claim.ValueKind == JsonValueKind.String ? claim.GetString()!.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            : claim.ValueKind == JsonValueKind.Array ? claim.EnumerateArray().SelectMany(Text)
            : Text(claim);
    }

    private static IEnumerable<string> Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => [value.GetString()!],
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => [value.GetRawText()],
        _ => [],
    };
}
