using System.Text;
using Microsoft.IdentityModel.Tokens;

namespace FrontDesk.Edge.Jwt;

/// <summary>The public keys of an issuer (RFC 7517). Immutable.</summary>
internal sealed class KeySet
{
    private const int MostKeys = 100;
    private const int LeastRsaBits = 2048;
    private readonly JsonWebKey[] _keys;

    private KeySet(JsonWebKey[] keys) => _keys = keys;

    /// <summary>Reads a key set. Keys that are of no use here, among them all that are secret, are left out.</summary>
    /// <returns>The keys; null where the text is none, or holds no key that is of use.</returns>
    public static KeySet? Parse(ReadOnlySpan<byte> json)
    {
        try
        {
            var keys = JsonWebKeySet.Create(Encoding.UTF8.GetString(json)).Keys.Where(IsOfUse).Take(MostKeys).ToArray();
            return keys.Length == 0 ? null : new(keys);
        }
        catch (Exception e) when (e is ArgumentException or System.Text.Json.JsonException or FormatException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>The key that signed, by its id; where a token tells none, the only one for its algorithm. Null where there is none.</summary>
    public JsonWebKey? Find(string? id, string algorithm)
    {
        JsonWebKey? found = null;
        foreach (var key in _keys)
        {
            if (Fits(key, algorithm) && (string.IsNullOrEmpty(id) || key.Kid == id))
            {
                if (found is not null)
                {
                    return null;
                }

                found = key;
            }
        }

        return found;
    }

    private static bool Fits(JsonWebKey key, string algorithm) =>
        string.IsNullOrEmpty(key.Alg) ? key.Kty == (algorithm.StartsWith("ES", StringComparison.Ordinal) ? JsonWebAlgorithmsKeyTypes.EllipticCurve : JsonWebAlgorithmsKeyTypes.RSA) && Curve(key) is var curve && (curve is null || curve == algorithm)
        : key.Alg == algorithm;

    // RFC 7518 §3.4: an algorithm for each curve.
    private static string? Curve(JsonWebKey key) => key.Crv switch
    {
        JsonWebKeyECTypes.P256 => "ES256",
        JsonWebKeyECTypes.P384 => "ES384",
        JsonWebKeyECTypes.P521 => "ES512",
        _ => null,
    };

    private static bool IsOfUse(JsonWebKey key) =>
        (string.IsNullOrEmpty(key.Use) || key.Use == JsonWebKeyUseNames.Sig)
        && key.Kty switch
        {
            JsonWebAlgorithmsKeyTypes.RSA => key.KeySize >= LeastRsaBits,
            JsonWebAlgorithmsKeyTypes.EllipticCurve => Curve(key) is not null && !string.IsNullOrEmpty(key.X) && !string.IsNullOrEmpty(key.Y),
            _ => false,
        };
}
