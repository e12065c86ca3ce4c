using System.Text.Json;
using FrontDesk.Config.V1;
using FrontDesk.Edge.Tests.Credentials;
using FrontDesk.Edge.Tests.Pipeline;
using FrontDesk.Edge.Tests.Transforms;

namespace FrontDesk.Edge.Tests.Access;

/// <summary>API keys, as clients meet them.</summary>
public sealed class ApiKeyAuthTests : IAsyncLifetime
{
    private static readonly string Good = $"X-Api-Key: {ApiKeys.Text(1)}\r\n";
    private readonly RecordingBackend _service = RecordingBackend.Start();
    private RunningEdge _edge = null!;

    public async ValueTask InitializeAsync()
    {
        _edge = await _service.BehindEdgeAsync();
        await RequireAsync(new Config.V1.ApiKeyAuth { Keys = "partners" });
        SetKeys();
    }

    public async ValueTask DisposeAsync()
    {
        await _edge.DisposeAsync();
        await _service.DisposeAsync();
    }

    [Fact]
    public async Task Who_shows_a_key_is_let_in_and_is_in_the_log_and_the_service_does_not_see_it()
    {
        Assert.Equal(200, await GetAsync(Good + "x_api_key: other\r\n"));

        Assert.Null(_service.Value("X-Api-Key"));
        Assert.Null(_service.Value("x_api_key"));
        var line = Assert.Single(await _edge.StopAndReadLogAsync());
        Assert.Equal(("shop", ApiKeys.Id(1), "api-key", "allow"), (Text(line, "user"), Text(line, "key"), Text(line, "auth"), Text(line, "decision")));
        Assert.DoesNotContain(ApiKeys.Text(1), line.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_service_may_be_given_the_key()
    {
        await RequireAsync(new Config.V1.ApiKeyAuth { Keys = "partners", KeepCredentials = true });

        Assert.Equal(200, await GetAsync(Good));
        Assert.Equal(ApiKeys.Text(1), _service.Value("X-Api-Key"));
    }

    [Theory]
    [InlineData(false, "GET /in?a=1&b=2 HTTP/1.1")]
    [InlineData(true, "GET /in?a=1&key=KEY&b=2 HTTP/1.1")]
    public async Task A_key_in_the_query_gets_into_no_log(bool keeps, string asked)
    {
        await RequireAsync(new Config.V1.ApiKeyAuth { Keys = "partners", Query = "key", KeepCredentials = keeps });

        Assert.Equal(200, await GetAsync("", $"/in?a=1&key={ApiKeys.Text(1)}&b=2"));
        Assert.Equal(401, await GetAsync("", $"/in?key={ApiKeys.Text(3)}"));
        Assert.Equal(400, await GetAsync("", $"/in?key={ApiKeys.Text(1)}&key={ApiKeys.Text(1)}"));

        Assert.Equal(asked.Replace("KEY", ApiKeys.Text(1), StringComparison.Ordinal), _service.RequestLine);
        var lines = await _edge.StopAndReadLogAsync();
        Assert.Equal("?a=1&b=2", Text(lines[0], "query"));
        Assert.All(lines, static line => Assert.DoesNotContain("fdk_", line.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_key_in_the_query_gets_into_no_log_where_another_rule_decides()
    {
        await RequireAsync(new Config.V1.ApiKeyAuth { Keys = "partners", Query = "key" }, change: static policy => policy.Rules.Insert(0, new AccessRule { Then = AccessDecision.Deny }));

        Assert.Equal(403, await GetAsync("", $"/in?key={ApiKeys.Text(1)}"));

        Assert.DoesNotContain("fdk_", Assert.Single(await _edge.StopAndReadLogAsync()).ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", 401, "credentials-missing")]
    [InlineData("X-Api-Key: nonsense\r\n", 401, "credentials-wrong")]
    [InlineData("X-Api-Key: KEY3\r\n", 401, "credentials-wrong")]
    [InlineData("X-Api-Key: KEY2\r\n", 401, "credentials-wrong")]
    [InlineData("X-Api-Key: KEY1, KEY1\r\n", 401, "credentials-wrong")]
    [InlineData("X-Api-Key: KEY1\r\nX-API-KEY: KEY1\r\n", 400, "credentials-twice")]
    public async Task Everybody_else_is_refused(string header, int status, string reason)
    {
        for (var i = 1; i < 4; i++)
        {
            header = header.Replace($"KEY{i}", ApiKeys.Text(i), StringComparison.Ordinal);
        }

        Assert.Equal(status, await GetAsync(header));
        Assert.Equal(reason, Text(Assert.Single(await _edge.StopAndReadLogAsync()), "reason"));
    }

    [Fact]
    public async Task A_revoked_key_is_refused_at_once()
    {
        Assert.Equal(200, await GetAsync(Good));
        _edge.ChangeCredentials(static table => table.With("partners", ApiKeys.Set()));
        Assert.Equal(401, await GetAsync(Good));
    }

    [Fact]
    public async Task A_key_needs_all_the_scopes()
    {
        await RequireAsync(new Config.V1.ApiKeyAuth { Keys = "partners", Scopes = { "orders.read", "orders.write" } });
        Assert.Equal(200, await GetAsync(Good));

        await RequireAsync(new Config.V1.ApiKeyAuth { Keys = "partners", Scopes = { "orders.read", "admin" } });
        Assert.Equal(403, await GetAsync(Good));
    }

    [Fact]
    public async Task A_key_may_come_as_a_bearer()
    {
        await RequireAsync(new Config.V1.ApiKeyAuth { Keys = "partners", Header = "authorization" });

        Assert.Equal(200, await GetAsync($"Authorization: Bearer {ApiKeys.Text(1)}\r\n"));
        Assert.Null(_service.Value("Authorization"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("X-User: eve\r\n")]
    [InlineData("x_user: eve\r\nX-SCOPES: all\r\n")]
    [InlineData("X-User: eve\r\nConnection: X-User, x-api-key\r\n")]
    public async Task Services_are_told_who_it_is_and_nobody_can_say_so_himself(string forged)
    {
        await RequireAsync(new Config.V1.ApiKeyAuth { Keys = "partners" }, change: static policy => policy.Identity = new AccessIdentity { User = "x-user", Groups = "X-Scopes", Key = "x-key", Method = "x-method" });

        Assert.Equal(200, await GetAsync(forged + Good));

        Assert.Equal(
            ("shop", "orders.read,orders.write", ApiKeys.Id(1), "api-key", null),
            (_service.Value("x-user"), _service.Value("x-scopes"), _service.Value("x-key"), _service.Value("x-method"), _service.Value("x_user")));
    }

    [Fact]
    public async Task Nobody_can_say_who_he_is_after_the_body()
    {
        await using var service = FrontDesk.Testing.Backends.RawBackend.Start(static async (socket, stop) =>
        {
            // Everything up to the end of the trailers, which the answer repeats.
            var all = "";
            var buffer = new byte[4096];
            while (!all.Contains("\r\n0\r\n", StringComparison.Ordinal) || !all.EndsWith("\r\n\r\n", StringComparison.Ordinal))
            {
                var read = await socket.ReceiveAsync(buffer, stop);
                if (read == 0)
                {
                    return;
                }

                all += System.Text.Encoding.Latin1.GetString(buffer, 0, read);
            }

            var trailers = all[(all.IndexOf("\r\n0\r\n", StringComparison.Ordinal) + 5)..].Trim();
            await socket.SendAsync(System.Text.Encoding.Latin1.GetBytes($"HTTP/1.1 200 OK\r\nContent-Length: {trailers.Length}\r\n\r\n{trailers}"), System.Net.Sockets.SocketFlags.None, stop);
        });
        await _edge.ChangeAsync(Given.Service("recording", service.Url));
        await RequireAsync(new Config.V1.ApiKeyAuth { Keys = "partners" }, change: static policy => policy.Identity = new AccessIdentity { User = "x-user" });

        var answer = await _edge.SendAsync($"POST / HTTP/1.1\r\nHost: a.test\r\n{Good}Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\nX-Sum: 1\r\nX-User: eve\r\nx_user: eve\r\n\r\n");

        Assert.Equal((200, "X-Sum: 1"), (answer.Status, answer.Body));
    }

    [Fact]
    public async Task Limits_count_by_key_and_by_user_whatever_else_a_client_sends()
    {
        SetKeys((1, "shop", null, []), (2, "shop", null, []), (3, "billing", null, []));
        await _edge.ChangeAsync(
            new Resource { Name = "per-key", Limit = new LimitConfig { Rate = "2/h", Key = { "api-key" } } },
            new Resource { Name = "per-user", Limit = new LimitConfig { Rate = "3/h", Key = { "user" } } });
        await RequireAsync(new Config.V1.ApiKeyAuth { Keys = "partners" }, limits: ["per-key", "per-user"]);

        int[] statuses =
        [
            await GetAsync(Key(1)), await GetAsync(Key(1)), await GetAsync(Key(1)), // the third by its key
            await GetAsync(Key(2)), await GetAsync(Key(2)), // the second by its user
            await GetAsync(Key(3)),
        ];

        Assert.Equal([200, 200, 429, 200, 429, 200], statuses);
        Assert.Equal(["per-key", "per-user"], (await _edge.StopAndReadLogAsync()).Where(static line => line.TryGetProperty("limit", out _)).Select(static line => Text(line, "limit")));

        static string Key(int digit) => $"X-Api-Key: {ApiKeys.Text(digit)}\r\n";
    }

    private static string? Text(JsonElement line, string field) => line.GetProperty(field).GetString();

    private async Task<int> GetAsync(string headers, string target = "/") => (await _edge.SendAsync($"GET {target} HTTP/1.1\r\nHost: a.test\r\n{headers}\r\n")).Status;

    private void SetKeys(params (int Digit, string Owner, DateTimeOffset? Expires, string[] Scopes)[] keys) => _edge.ChangeCredentials(table => table.With(
        "partners",
        ApiKeys.Set(keys.Length > 0 ? keys : [(1, "shop", DateTimeOffset.UtcNow.AddDays(1), ["orders.read", "orders.write"]), (2, "late", DateTimeOffset.UtcNow.AddDays(-1), [])])));

    private Task RequireAsync(Config.V1.ApiKeyAuth auth, Action<AccessConfig>? change = null, params string[] limits)
    {
        var policy = new AccessConfig { Rules = { new AccessRule { Require = new AccessRequirement { ApiKey = auth } } } };
        change?.Invoke(policy);
        return _edge.ChangeAsync(
            new Resource { Name = "guarded", Access = policy },
            Given.Route("recording", route =>
            {
                route.To.Add(new Destination { Service = "recording" });
                route.Access = new RouteAccess { Policy = "guarded" };
                route.Limits.Add(limits);
            }));
    }
}
