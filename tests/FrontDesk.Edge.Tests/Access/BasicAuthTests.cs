using System.Text.Json;
using FrontDesk.Config.V1;
using FrontDesk.Edge.Credentials;
using FrontDesk.Edge.Tests.Credentials;
using FrontDesk.Edge.Tests.Pipeline;
using FrontDesk.Edge.Tests.Transforms;

namespace FrontDesk.Edge.Tests.Access;

/// <summary>Logging in with a name and a password, as clients meet it.</summary>
public sealed class BasicAuthTests : IAsyncLifetime
{
    private readonly RecordingBackend _service = RecordingBackend.Start();
    private RunningEdge _edge = null!;

    public async ValueTask InitializeAsync()
    {
        _edge = await _service.BehindEdgeAsync();
        await RequireAsync(new Config.V1.BasicAuth { Users = "staff" });
        SetUsers(("ann", "right password", ["admins", "staff"]), ("bob", "bobs password", ["staff"]));
    }

    public async ValueTask DisposeAsync()
    {
        await _edge.DisposeAsync();
        await _service.DisposeAsync();
    }

    [Fact]
    public async Task Who_shows_a_users_password_is_let_in_and_is_in_the_log_and_the_service_does_not_see_it()
    {
        Assert.Equal(200, await GetAsync(Users.Basic("ann", "right password")));

        Assert.Null(_service.Value("Authorization"));
        var line = Assert.Single(await _edge.StopAndReadLogAsync());
        Assert.Equal(("guarded", "allow", "ann", "basic"), (Text(line, "access"), Text(line, "decision"), Text(line, "user"), Text(line, "auth")));
        Assert.DoesNotContain("right password", line.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_service_may_be_given_the_credentials()
    {
        await RequireAsync(new Config.V1.BasicAuth { Users = "staff", KeepCredentials = true });

        Assert.Equal(200, await GetAsync(Users.Basic("ann", "right password")));

        Assert.Equal(Users.Basic("ann", "right password"), _service.Value("Authorization"));
    }

    [Theory]
    [InlineData(null, "credentials-missing")]
    [InlineData("ann:wrong password", "credentials-wrong")]
    [InlineData("bob:right password", "credentials-wrong")]
    [InlineData("eve:right password", "credentials-wrong")]
    [InlineData(":right password", "credentials-wrong")]
    public async Task Everybody_else_is_asked_to_log_in(string? shown, string reason)
    {
        await RequireAsync(new Config.V1.BasicAuth { Users = "staff", Realm = "the office" });
        var header = shown is null ? "" : $"Authorization: Basic {Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(shown))}\r\n";

        var answer = await _edge.SendAsync($"GET / HTTP/1.1\r\nHost: a.test\r\n{header}\r\n");

        Assert.Equal((401, "Basic realm=\"the office\", charset=\"UTF-8\"", "no-store"), (answer.Status, answer.Header("www-authenticate"), answer.Header("cache-control")));
        var line = Assert.Single(await _edge.StopAndReadLogAsync());
        Assert.Equal((reason, "deny", false), (Text(line, "reason"), Text(line, "decision"), line.TryGetProperty("user", out _)));
    }

    [Fact]
    public async Task Credentials_that_are_shown_twice_are_refused()
    {
        var good = $"Authorization: {Users.Basic("ann", "right password")}\r\n";

        Assert.Equal(400, (await _edge.SendAsync($"GET / HTTP/1.1\r\nHost: a.test\r\n{good}{good}\r\n")).Status);
    }

    [Fact]
    public async Task A_user_outside_the_groups_is_known_and_not_permitted()
    {
        await RequireAsync(new Config.V1.BasicAuth { Users = "staff", Groups = { "owners", "admins" } });

        Assert.Equal(200, await GetAsync(Users.Basic("ann", "right password")));
        Assert.Equal(403, await GetAsync(Users.Basic("bob", "bobs password")));
        Assert.Equal(401, await GetAsync(Users.Basic("bob", "right password")));

        Assert.Equal(("bob", "not-permitted"), (Text((await _edge.StopAndReadLogAsync())[1], "user"), Text((await _edge.StopAndReadLogAsync())[1], "reason")));
    }

    [Fact]
    public async Task A_changed_password_and_a_removed_user_are_in_force_at_once()
    {
        Assert.Equal(200, await GetAsync(Users.Basic("ann", "right password")));

        SetUsers(("ann", "newer password", []));
        Assert.Equal(401, await GetAsync(Users.Basic("ann", "right password")));
        Assert.Equal(200, await GetAsync(Users.Basic("ann", "newer password")));

        SetUsers();
        Assert.Equal(401, await GetAsync(Users.Basic("ann", "newer password")));
    }

    [Fact]
    public async Task A_set_that_is_not_there_yet_lets_nobody_in()
    {
        await RequireAsync(new Config.V1.BasicAuth { Users = "nobody" });

        Assert.Equal(401, await GetAsync(Users.Basic("ann", "right password")));
    }

    [Fact]
    public async Task A_right_password_is_remembered()
    {
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(200, await GetAsync(Users.Basic("ann", "right password")));
        }

        Assert.Equal(1, ((PasswordChecks)_edge.Services.GetService(typeof(PasswordChecks))!).Compared);
    }

    [Fact]
    public async Task A_policy_that_says_what_a_refused_client_gets_is_followed()
    {
        await RequireAsync(new Config.V1.BasicAuth { Users = "staff" }, new AccessAnswer { Redirect = "https://login.test{path}" });

        Assert.Equal(303, await GetAsync(null));
        Assert.Equal(303, await GetAsync(Users.Basic("ann", "wrong password")));
        Assert.Equal(200, await GetAsync(Users.Basic("ann", "right password")));
    }

    [Fact]
    public async Task The_policy_of_the_settings_and_that_of_the_route_may_both_look_at_them()
    {
        await RequireAsync(new Config.V1.BasicAuth { Users = "staff", Groups = { "admins" } });
        await _edge.ChangeAsync(
            new Resource { Name = "desk", Access = new AccessConfig { Rules = { new AccessRule { Require = new AccessRequirement { Basic = new Config.V1.BasicAuth { Users = "staff" } } } } } },
            new Resource { Name = "settings", Settings = new SettingsConfig { Access = "desk" } });

        Assert.Equal(200, await GetAsync(Users.Basic("ann", "right password")));
        Assert.Equal(403, await GetAsync(Users.Basic("bob", "bobs password")));
    }

    private static string? Text(JsonElement line, string field) => line.GetProperty(field).GetString();

    private async Task<int> GetAsync(string? authorization) =>
        (await _edge.SendAsync($"GET / HTTP/1.1\r\nHost: a.test\r\n{(authorization is null ? "" : $"Authorization: {authorization}\r\n")}\r\n")).Status;

    private void SetUsers(params (string Name, string Password, string[] Groups)[] users) => _edge.ChangeCredentials(table => table.With("staff", Users.Set(users)));

    private Task RequireAsync(Config.V1.BasicAuth basic, AccessAnswer? answer = null) => _edge.ChangeAsync(
        new Resource { Name = "guarded", Access = new AccessConfig { Rules = { new AccessRule { Require = new AccessRequirement { Basic = basic } } }, Answer = answer } },
        Given.Route("recording", route =>
        {
            route.To.Add(new Destination { Service = "recording" });
            route.Access = new RouteAccess { Policy = "guarded" };
        }));
}
