using System.Security.Cryptography;
using FrontDesk.Edge.Credentials;
using FrontDesk.Edge.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace FrontDesk.Edge.Tests.Credentials;

/// <summary>API keys as tests need them: the secret is the digit, 64 times.</summary>
internal static class ApiKeys
{
    /// <summary>The key of a digit (1 to 9).</summary>
    public static string Text(int digit) => $"fdk_{new string((char)('0' + digit), 16)}_{new string((char)('0' + digit), 64)}";

    /// <summary>The id of that key.</summary>
    public static string Id(int digit) => new((char)('0' + digit), 16);

    /// <summary>A set of keys: digit, owner, end, scopes.</summary>
    public static ApiKeySet Set(params (int Digit, string Owner, DateTimeOffset? Expires, string[] Scopes)[] keys) => ApiKeySet.Of(new ApiKeySetSecret
    {
        Keys =
        {
            keys.Select(key => new ApiKeyCredential
            {
                Id = Id(key.Digit),
                Hash = ByteString.CopyFrom(SHA256.HashData(Convert.FromHexString(new string((char)('0' + key.Digit), 64)))),
                Owner = key.Owner,
                Scopes = { key.Scopes },
                Expires = key.Expires is { } expires ? Timestamp.FromDateTimeOffset(expires) : null,
            }),
        },
    });
}
