using System.Security.Cryptography;
using BenchmarkDotNet.Attributes;
using FrontDesk.Config.V1;
using FrontDesk.Edge.Credentials;
using FrontDesk.Edge.Forwarding;
using FrontDesk.Edge.Jwt;
using FrontDesk.Edge.Pipeline;
using FrontDesk.Edge.Snapshots;
using FrontDesk.Edge.Tls;
using FrontDesk.Edge.V1;
using FrontDesk.Routing.Access;
using FrontDesk.Routing.Listeners;
using FrontDesk.Routing.Snapshots;
using Google.Protobuf;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace FrontDesk.Edge.Bench;

/// <summary>A client's credentials that come again: a token, an API key, a password that was right before.</summary>
public class CredentialBenchmarks
{
    private const string Key = "fdk_1111111111111111_1111111111111111111111111111111111111111111111111111111111111111";

    private readonly Jwt.JwtAuth _tokens = new(new KeySources(TimeProvider.System, NullLogger<KeySources>.Instance), TimeProvider.System);
    private readonly PasswordChecks _passwords = new(TimeProvider.System);
    private readonly KnownUser _user = new("ann", BCrypt.Net.BCrypt.HashPassword("a good password", 4), [1], []);
    private readonly DefaultHttpContext _context = new();
    private ApiKeySet _keys = null!;
    private JwtModel _model = null!;
    private Exchange _exchange = null!;

    /// <summary>Makes the credentials.</summary>
    [GlobalSetup]
    public async Task SetUpAsync()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var point = key.ExportParameters(false).Q;
        var keys = $$"""{"keys":[{"kty":"EC","crv":"P-256","kid":"k","x":"{{Base64UrlEncoder.Encode(point.X)}}","y":"{{Base64UrlEncoder.Encode(point.Y)}}"}]}""";
        var token = new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            Issuer = "https://login.example.com",
            Audience = "shop",
            Claims = new Dictionary<string, object> { ["sub"] = "ann", ["scope"] = "read write", ["email"] = "ann@example.com", ["roles"] = new[] { "member", "editor" }, ["x"] = new string('x', 300) },
            SigningCredentials = new SigningCredentials(new ECDsaSecurityKey(key) { KeyId = "k" }, "ES256"),
        });
        var jwt = new Config.V1.JwtAuth { Issuer = "https://login.example.com", Audiences = { "shop" }, Jwks = new Jwks { Inline = keys }, Forward = { ["sub"] = "x-user" } };
        var policy = new AccessConfig { Rules = { new AccessRule { Require = new AccessRequirement { Jwt = jwt } } } };
        var model = SnapshotModel.Empty.Apply([new ResourceChange(Kind.Access, "p", new Resource { Name = "p", Access = policy })]).Model;
        _exchange = new Exchange
        {
            Snapshot = new EdgeSnapshot(1, 1, model, ServiceTable.Empty, CertificateTable.Empty),
            Listener = new ListenerModel("http", System.Net.IPAddress.Loopback, 80, Protocol.Http, 0, 0),
            Began = 0,
            Method = "GET",
            Protocol = "HTTP/1.1",
        };
        _context.Request.Headers.Authorization = "Bearer " + token;
        _model = (JwtModel)model.Access.Entries.Single().Value.Decide(new HttpRequestFacts(_context.Request, _exchange), default, default).Requires!;
        _keys = ApiKeySet.Of(new ApiKeySetSecret { Keys = { new ApiKeyCredential { Id = Key[4..20], Hash = ByteString.CopyFrom(SHA256.HashData(Convert.FromHexString(Key[21..]))) } } });
        if ((await _tokens.CheckAsync(_context, _exchange, _model)).Refusal is not null || await _passwords.CheckAsync(_user, "a good password"u8.ToArray(), default) != PasswordVerdict.Right)
        {
            throw new InvalidOperationException("The credentials are refused.");
        }
    }

    /// <summary>A token that was found good before.</summary>
    [Benchmark]
    public bool RepeatedToken() => _tokens.CheckAsync(_context, _exchange, _model).Result.Refusal is null;

    /// <summary>An API key.</summary>
    [Benchmark]
    public bool ApiKey() => _keys.Find(Key) is not null;

    /// <summary>A password that was found right before.</summary>
    [Benchmark]
    public bool RepeatedPassword() => _passwords.CheckAsync(_user, "a good password"u8, default).Result == PasswordVerdict.Right;
}
