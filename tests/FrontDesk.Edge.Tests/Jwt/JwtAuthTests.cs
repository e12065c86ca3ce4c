using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using FrontDesk.Config.V1;
using FrontDesk.Edge.Tests.Pipeline;
using FrontDesk.Edge.Tests.Transforms;

namespace FrontDesk.Edge.Tests.Jwt;

/// <summary>Signed tokens, as clients meet them.</summary>
public sealed class JwtAuthTests : IAsyncLifetime
{
    private readonly TestIssuer _issuer = new TestIssuer().With("rsa", "RS256").With("ec", "ES256").With("ec384", "ES384").With("weak", "weak");
    private readonly RecordingBackend _service = RecordingBackend.Start();
    private RunningEdge _edge = null!;

    public async ValueTask InitializeAsync()
    {
        _edge = await _service.BehindEdgeAsync();
        await RequireAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _edge.DisposeAsync();
        await _service.DisposeAsync();
        _issuer.Dispose();
    }

    [Fact]
    public async Task Who_shows_a_token_is_let_in_and_is_in_the_log_and_the_service_gets_the_claims_and_not_the_token()
    {
        await RequireAsync(jwt =>
        {
            jwt.Forward["sub"] = "x-user";
            jwt.Forward["scope"] = "x-scopes";
            jwt.Forward["roles"] = "x-roles";
            jwt.Forward["name"] = "x-name";
            jwt.Forward["address"] = "x-address";
        });

        var token = _issuer.Token("rsa", "RS256", claims =>
        {
            claims["roles"] = new JsonArray("a", 7, true);
            claims["name"] = "Änn\r\nX-Admin: 1";
            claims["address"] = new JsonObject { ["city"] = "here" };
        });
        Assert.Equal(200, await GetAsync(token, "X-User: eve\r\nx_roles: admin\r\nX-Address: forged\r\n"));
        Assert.Equal(200, await GetAsync(token));

        Assert.Equal(("ann", "read,write", "a,7,true", "%C3%84nn%0D%0AX-Admin%3A%201"), (_service.Value("x-user"), _service.Value("x-scopes"), _service.Value("x-roles"), _service.Value("x-name")));
        Assert.Equal((null, null, null, null), (_service.Value("authorization"), _service.Value("x_roles"), _service.Value("x-address"), _service.Value("x-admin")));
        var lines = await _edge.StopAndReadLogAsync();
        Assert.All(lines, line => Assert.Equal(("ann", "jwt", "allow"), (Text(line, "user"), Text(line, "auth"), Text(line, "decision"))));
        Assert.All(lines, line => Assert.DoesNotContain(token, line.ToString(), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("rsa", "RS256")]
    [InlineData("rsa", "RS384")]
    [InlineData("rsa", "RS512")]
    [InlineData("rsa", "PS256")]
    [InlineData("ec", "ES256")]
    [InlineData("ec384", "ES384")]
    public async Task Algorithms_with_public_keys_are_known_where_they_are_allowed(string key, string algorithm)
    {
        await RequireAsync(jwt => jwt.Algorithms.Add(algorithm));
        Assert.Equal(200, await GetAsync(_issuer.Token(key, algorithm)));

        await RequireAsync(jwt => jwt.Algorithms.Add(algorithm == "RS256" ? "ES256" : "RS256"));
        Assert.Equal(401, await GetAsync(_issuer.Token(key, algorithm)));
    }

    [Theory]
    [InlineData("exp", -31)]
    [InlineData("exp", null)]
    [InlineData("exp", "tomorrow")]
    [InlineData("nbf", 31)]
    [InlineData("iss", "https://login.test/")]
    [InlineData("iss", null)]
    [InlineData("aud", "SHOP")]
    [InlineData("aud", null)]
    public async Task A_token_that_says_something_else_is_refused(string claim, object? value)
    {
        Assert.Equal(401, await GetAsync(_issuer.Token("rsa", "RS256", claims => claims[claim] = value switch
        {
            int seconds => DateTimeOffset.UtcNow.AddSeconds(seconds).ToUnixTimeSeconds(),
            string text => text,
            _ => null,
        })));
    }

    [Fact]
    public async Task Clocks_may_differ_and_there_may_be_several_audiences()
    {
        Assert.Equal(200, await GetAsync(_issuer.Token("rsa", "RS256", claims => claims["exp"] = DateTimeOffset.UtcNow.AddSeconds(-5).ToUnixTimeSeconds())));
        Assert.Equal(200, await GetAsync(_issuer.Token("rsa", "RS256", claims => claims["nbf"] = DateTimeOffset.UtcNow.AddSeconds(5).ToUnixTimeSeconds())));
        Assert.Equal(200, await GetAsync(_issuer.Token("rsa", "RS256", claims => claims["aud"] = new JsonArray("other", "shop"))));
    }

    [Fact]
    public async Task Forged_tokens_are_refused()
    {
        var good = _issuer.Token("rsa", "RS256");
        var parts = good.Split('.');
        var other = _issuer.Token("ec", "ES256", claims => claims["sub"] = "eve").Split('.');
        string[] forged =
        [
            "", ".", "..", "...", "a.b.c", parts[0], $"{parts[0]}.{parts[1]}", $"{parts[0]}.{parts[1]}.",
            // Another payload, another signature.
            $"{parts[0]}.{other[1]}.{parts[2]}", $"{parts[0]}.{parts[1]}.{other[2]}",
            // No signature.
            Unsigned("none"), Unsigned("None"), Unsigned("nOnE") + "AA",
            // The public key as a shared secret.
            Shared("rsa", "HS256", _issuer.Pem("rsa")), Shared("rsa", "RS256", _issuer.Pem("rsa")),
            // A key that the token brings along, and one of another kind.
            _issuer.Token("rsa", "RS256", header: header => header["kid"] = "ec"), _issuer.Token("ec", "ES256", header: header => header["alg"] = "RS256"),
            _issuer.Token("ec384", "ES384", header: header => (header["alg"], header["kid"]) = ("ES256", "ec")),
            // Too short a key, something that must be understood, and no algorithm.
            _issuer.Token("weak", "RS256"), _issuer.Token("rsa", "RS256", header: header => header["crit"] = new JsonArray("exp")), _issuer.Token("rsa", "RS256", header: header => header.Remove("alg")),
            _issuer.Token("rsa", "RS256", header: header => header["alg"] = 7), _issuer.Token("rsa", "RS256", header: header => header["kid"] = new JsonObject()),
            // One name, two values.
            _issuer.Sign("rsa", "RS256", """{"alg":"RS256","kid":"rsa"}""", TestIssuer.Claims().ToJsonString()[..^1] + ""","sub":"eve"}"""),
            // Nested, and huge.
            _issuer.Token("rsa", "RS256", claims => claims["x"] = JsonNode.Parse(new string('[', 60) + new string(']', 60))),
            _issuer.Sign("rsa", "RS256", """{"alg":"RS256","kid":"rsa"}""", "{\"x\":" + new string('[', 3_000) + new string(']', 3_000) + "}"),
            _issuer.Token("rsa", "RS256", claims => claims["x"] = new string('x', 14_000)),
            _issuer.Sign("rsa", "RS256", """{"alg":"RS256","kid":"rsa"}""", "[]"), _issuer.Sign("rsa", "RS256", """{"alg":"RS256","kid":"rsa"}""", "no JSON"),
        ];

        foreach (var token in forged)
        {
            var answer = await SendAsync(token);
            Assert.True(answer.Status == 401, $"{answer.Status} for {token[..Math.Min(300, token.Length)]}");
            Assert.Equal("Bearer error=\"invalid_token\"", answer.Header("www-authenticate"));
        }

        Assert.Equal(200, await GetAsync(good));
        string Unsigned(string algorithm) => $"{TestIssuer.Encode(Encoding.UTF8.GetBytes($$"""{"alg":"{{algorithm}}","kid":"rsa"}"""))}.{parts[1]}.";
        string Shared(string kid, string algorithm, string secret)
        {
            var text = $"{TestIssuer.Encode(Encoding.UTF8.GetBytes($$"""{"alg":"{{algorithm}}","kid":"{{kid}}"}"""))}.{parts[1]}";
            return $"{text}.{TestIssuer.Encode(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.ASCII.GetBytes(text)))}";
        }
    }

    [Fact]
    public async Task No_token_another_scheme_and_two_tokens_are_refused()
    {
        var good = _issuer.Token("rsa", "RS256");
        var missing = await _edge.SendAsync("GET / HTTP/1.1\r\nHost: a.test\r\n\r\n");

        Assert.Equal((401, "Bearer"), (missing.Status, missing.Header("www-authenticate")));
        Assert.Equal(401, (await _edge.SendAsync($"GET / HTTP/1.1\r\nHost: a.test\r\nAuthorization: Basic {good}\r\n\r\n")).Status);
        Assert.Equal(400, await GetAsync(good, $"Authorization: Bearer {good}\r\n"));
        Assert.Equal(200, (await _edge.SendAsync($"GET / HTTP/1.1\r\nHost: a.test\r\nauthorization: bearer  {good}\r\n\r\n")).Status);
    }

    [Fact]
    public async Task Claims_must_be_as_the_policy_says()
    {
        await RequireAsync(jwt =>
        {
            jwt.Claims["scope"] = new ValueMatch { Exact = "write" };
            jwt.Claims["email"] = new ValueMatch { Regex = ".*@shop\\.test" };
            jwt.Claims["suspended"] = new ValueMatch { Present = false };
        });

        Assert.Equal(200, await GetAsync(_issuer.Token("rsa", "RS256", claims => claims["email"] = "ann@shop.test")));
        foreach (var wrong in new Action<JsonObject>[]
        {
            static claims => claims.Remove("email"), static claims => claims["email"] = "ann@shop.test.evil", static claims => claims["scope"] = "read writes", static claims => claims["suspended"] = true,
        })
        {
            var answer = await SendAsync(_issuer.Token("rsa", "RS256", claims =>
            {
                claims["email"] = "ann@shop.test";
                wrong(claims);
            }));
            Assert.Equal((403, "Bearer error=\"insufficient_scope\""), (answer.Status, answer.Header("www-authenticate")));
        }

        Assert.Equal("not-permitted", Text((await _edge.StopAndReadLogAsync())[^1], "reason"));
    }

    [Fact]
    public async Task A_token_without_a_key_id_is_of_the_only_key_that_fits()
    {
        await RequireAsync(keys: new Jwks { Inline = _issuer.Keys("rsa", "ec") });
        Assert.Equal(200, await GetAsync(_issuer.Token("rsa", "RS256", header: header => header.Remove("kid"))));
        Assert.Equal(200, await GetAsync(_issuer.Token("ec", "ES256", header: header => header.Remove("kid"))));

        using var two = new TestIssuer().With("a", "RS256").With("b", "RS256");
        await RequireAsync(keys: new Jwks { Inline = two.Keys() });
        Assert.Equal(200, await GetAsync(two.Token("b", "RS256")));
        Assert.Equal(401, await GetAsync(two.Token("b", "RS256", header: header => header.Remove("kid"))));
    }

    [Fact]
    public async Task A_token_that_was_good_is_not_where_the_configuration_changed()
    {
        var token = _issuer.Token("rsa", "RS256");
        Assert.Equal(200, await GetAsync(token));

        await RequireAsync(jwt => jwt.Audiences[0] = "other");
        Assert.Equal(401, await GetAsync(token));

        await RequireAsync(keys: new Jwks { Inline = _issuer.Keys("ec") });
        Assert.Equal(401, await GetAsync(token));
    }

    private static string? Text(JsonElement line, string field) => line.GetProperty(field).GetString();

    private Task<FrontDesk.Testing.Networking.RawAnswer> SendAsync(string token, string headers = "") =>
        _edge.SendAsync($"GET / HTTP/1.1\r\nHost: a.test\r\n{headers}Authorization: Bearer {token}\r\n\r\n");

    private async Task<int> GetAsync(string token, string headers = "") => (await SendAsync(token, headers)).Status;

    private Task RequireAsync(Action<JwtAuth>? change = null, Jwks? keys = null)
    {
        var jwt = new JwtAuth { Issuer = TestIssuer.Name, Audiences = { TestIssuer.Audience }, Jwks = keys ?? new Jwks { Inline = _issuer.Keys() } };
        change?.Invoke(jwt);
        return _edge.ChangeAsync(
            new Resource { Name = "guarded", Access = new AccessConfig { Rules = { new AccessRule { Require = new AccessRequirement { Jwt = jwt } } } } },
            Given.Route("recording", route =>
            {
                route.To.Add(new Destination { Service = "recording" });
                route.Access = new RouteAccess { Policy = "guarded" };
            }));
    }
}
