using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace FrontDesk.Edge.Tests.Jwt;

/// <summary>An issuer of tokens. It writes and signs them itself, so that it can also write what no library would.</summary>
internal sealed class TestIssuer : IDisposable
{
    public const string Name = "https://login.test";
    public const string Audience = "shop";
    private readonly Dictionary<string, AsymmetricAlgorithm> _keys = [];

    /// <summary>Makes a key: `RS…` and `PS…` are RSA, `ES…` a curve.</summary>
    public TestIssuer With(string id, string algorithm)
    {
        _keys[id] = algorithm switch
        {
            "ES256" => ECDsa.Create(ECCurve.NamedCurves.nistP256),
            "ES384" => ECDsa.Create(ECCurve.NamedCurves.nistP384),
            "ES512" => ECDsa.Create(ECCurve.NamedCurves.nistP521),
            "weak" => RSA.Create(1024),
            _ => RSA.Create(2048),
        };
        return this;
    }

    /// <summary>The public keys of these ids, or of all.</summary>
    public string Keys(params string[] ids) => new JsonObject
    {
        ["keys"] = new JsonArray([.. _keys.Where(key => ids.Length == 0 || ids.Contains(key.Key)).Select(key => (JsonNode)Public(key.Key, key.Value))]),
    }.ToJsonString();

    /// <summary>The text of a public key, which an attacker knows too.</summary>
    public string Pem(string id) => ((RSA)_keys[id]).ExportSubjectPublicKeyInfoPem();

    /// <summary>Claims as they should be, changed as said.</summary>
    public static JsonObject Claims(Action<JsonObject>? change = null)
    {
        var claims = new JsonObject
        {
            ["iss"] = Name,
            ["aud"] = Audience,
            ["sub"] = "ann",
            ["exp"] = DateTimeOffset.UtcNow.AddHours(1).ToUnixTimeSeconds(),
            ["scope"] = "read write",
        };
        change?.Invoke(claims);
        return claims;
    }

    /// <summary>A token.</summary>
    public string Token(string id, string algorithm, Action<JsonObject>? change = null, Action<JsonObject>? header = null)
    {
        var head = new JsonObject { ["alg"] = algorithm, ["kid"] = id, ["typ"] = "JWT" };
        header?.Invoke(head);
        return Sign(id, algorithm, head.ToJsonString(), Claims(change).ToJsonString());
    }

    /// <summary>A token of these texts.</summary>
    public string Sign(string id, string algorithm, string header, string payload)
    {
        var text = $"{Encode(Encoding.UTF8.GetBytes(header))}.{Encode(Encoding.UTF8.GetBytes(payload))}";
        var hash = new HashAlgorithmName($"SHA{algorithm[2..]}");
        var bytes = Encoding.ASCII.GetBytes(text);
        var signature = _keys[id] switch
        {
            RSA rsa => rsa.SignData(bytes, hash, algorithm.StartsWith("PS", StringComparison.Ordinal) ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1),
            ECDsa ecdsa => ecdsa.SignData(bytes, hash),
            _ => throw new InvalidOperationException(),
        };
        return $"{text}.{Encode(signature)}";
    }

    public static string Encode(byte[] bytes) => Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    public void Dispose()
    {
        foreach (var key in _keys.Values)
        {
            key.Dispose();
        }
    }

    private static JsonObject Public(string id, AsymmetricAlgorithm key)
    {
        switch (key)
        {
            case RSA rsa:
                var numbers = rsa.ExportParameters(false);
                return new() { ["kty"] = "RSA", ["kid"] = id, ["use"] = "sig", ["n"] = Encode(numbers.Modulus!), ["e"] = Encode(numbers.Exponent!) };
            case ECDsa ecdsa:
                var point = ecdsa.ExportParameters(false);
                return new() { ["kty"] = "EC", ["kid"] = id, ["crv"] = $"P-{ecdsa.KeySize}", ["x"] = Encode(point.Q.X!), ["y"] = Encode(point.Q.Y!) };
            default:
                throw new JsonException();
        }
    }
}
