using System.Collections.Concurrent;
using System.Text.Json;
using FrontDesk.Config.V1;
using FrontDesk.Edge.Tests.Pipeline;
using FrontDesk.Testing.Backends;
using Google.Protobuf.WellKnownTypes;
using Microsoft.AspNetCore.Http;

namespace FrontDesk.Edge.Tests.Access;

/// <summary>Requests that a service lets in or not.</summary>
public sealed class ForwardedAuthTests
{
    private const string Get = "GET /in?x=1 HTTP/1.1\r\nHost: a.test\r\nCookie: session=7\r\n\r\n";

    [Fact]
    public async Task The_deciding_service_gets_the_request_without_its_body_and_says_who_the_client_is()
    {
        var asked = new ConcurrentQueue<string>();
        await using var auth = await HttpBackend.StartAsync(context =>
        {
            var request = context.Request;
            asked.Enqueue($"{request.Method} {request.Path}{request.QueryString} {request.Headers["X-Forwarded-Method"]} {request.Headers["X-Forwarded-Uri"]} {request.Host} {request.Cookies["session"]} {request.ContentLength} {request.Headers["If-None-Match"]}{request.Headers["X-User"]}");
            context.Response.Headers["X-User"] = "ann";
            context.Response.Headers["X-Other"] = "not asked for";
            return Task.CompletedTask;
        });
        await using var app = await HttpBackend.StartEchoAsync("app");
        await using var edge = await StartAsync(auth.Url, app.Url);

        var answer = await edge.SendAsync("POST /in?x=1 HTTP/1.1\r\nHost: a.test\r\nCookie: session=7\r\nIf-None-Match: \"1\"\r\nX-Forwarded-Uri: /forged\r\nContent-Length: 5\r\n\r\nhello");

        Assert.Equal(200, answer.Status);
        Assert.Equal("GET /verify?a=1 POST /in?x=1 a.test 7  ", Assert.Single(asked));
        Assert.StartsWith("app\nPOST /in?x=1\n", answer.Body);
        Assert.Contains("\nx-user: ann\n", answer.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("not asked for", answer.Body, StringComparison.Ordinal);
        var line = Assert.Single(await edge.StopAndReadLogAsync());
        Assert.Equal(("sso", "allow"), (line.GetProperty("access").GetString(), line.GetProperty("decision").GetString()));
    }

    [Theory]
    [InlineData("X-User: eve\r\n", true)]
    [InlineData("x_user: eve\r\n", true)]
    [InlineData("X-User: eve\r\nConnection: X-User\r\n", true)]
    [InlineData("X-User: eve\r\n", false)]
    [InlineData("X_USER: eve\r\n", false)]
    public async Task Nobody_can_say_who_he_is_himself_also_where_another_rule_lets_him_in(string forged, bool isAsked)
    {
        await using var auth = await HttpBackend.StartAsync(static context =>
        {
            context.Response.Headers["X-User"] = "ann";
            return Task.CompletedTask;
        });
        await using var app = await HttpBackend.StartEchoAsync("app");
        await using var edge = await StartAsync(auth.Url, app.Url, policy =>
        {
            if (!isAsked)
            {
                policy.Rules.Insert(0, new AccessRule { Then = AccessDecision.Allow, If = new AccessCondition { Ip = { "127.0.0.1" } } });
            }
        });

        var answer = await edge.SendAsync($"GET / HTTP/1.1\r\nHost: a.test\r\n{forged}\r\n");

        Assert.Equal(200, answer.Status);
        Assert.DoesNotContain("eve", answer.Body, StringComparison.Ordinal);
        Assert.Equal(isAsked, answer.Body.Contains("\nx-user: ann\n", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(302)]
    public async Task Whom_it_does_not_let_in_gets_its_answer_and_the_service_hears_nothing(int status)
    {
        await using var auth = await HttpBackend.StartAsync(context =>
        {
            context.Response.StatusCode = status;
            context.Response.Headers.WWWAuthenticate = "Basic realm=\"desk\"";
            context.Response.Headers.Location = "https://login.example.com/";
            context.Response.Headers.Append("Set-Cookie", "a=1");
            context.Response.Headers.Append("Set-Cookie", "b=2");
            context.Response.Headers["X-Internal"] = "secret";
            context.Response.ContentType = "text/html";
            return context.Response.WriteAsync("who are you?");
        });
        await using var app = await HttpBackend.StartAsync(static _ => throw new InvalidOperationException("It was asked."));
        await using var edge = await StartAsync(auth.Url, app.Url);

        var answer = await edge.SendAsync(Get);

        Assert.Equal((status, "who are you?"), (answer.Status, answer.Body));
        Assert.Equal(("Basic realm=\"desk\"", "https://login.example.com/", "text/html"), (answer.Header("www-authenticate"), answer.Header("location"), answer.Header("content-type")));
        Assert.Contains("no-store", answer.Header("cache-control")!, StringComparison.Ordinal);
        Assert.Null(answer.Header("x-internal"));
        var line = Assert.Single(await edge.StopAndReadLogAsync());
        Assert.Equal(("sso", "deny", "access-denied"), (line.GetProperty("access").GetString(), line.GetProperty("decision").GetString(), line.GetProperty("reason").GetString()));
    }

    [Theory]
    [InlineData("500", false, 503)]
    [InlineData("500", true, 200)]
    [InlineData("silence", false, 503)]
    [InlineData("silence", true, 200)]
    [InlineData("closed", false, 503)]
    [InlineData("closed", true, 200)]
    public async Task Where_it_gives_no_answer_the_policy_says_what_then(string trouble, bool failsOpen, int status)
    {
        var over = new TaskCompletionSource();
        var auth = await HttpBackend.StartAsync(context =>
        {
            context.Response.StatusCode = 500;
            return trouble == "silence" ? over.Task : Task.CompletedTask;
        });
        await using var app = await HttpBackend.StartEchoAsync("app");
        await using var edge = await StartAsync(auth.Url, app.Url, policy =>
        {
            policy.Rules[0].Require.ForwardAuth.FailOpen = failsOpen;
            policy.Rules[0].Require.ForwardAuth.Timeout = Duration.FromTimeSpan(trouble == "silence" ? TimeSpan.FromMilliseconds(100) : TimeSpan.FromMinutes(1));
        });
        if (trouble == "closed")
        {
            await auth.DisposeAsync();
        }

        var answer = await edge.SendAsync(Get);
        over.SetResult();
        await auth.DisposeAsync();

        Assert.Equal(status, answer.Status);
        if (!failsOpen)
        {
            Assert.Equal("access-unknown", JsonElement.Parse(answer.Body).GetProperty("reason").GetString());
        }
    }

    [Fact]
    public async Task The_desks_policy_is_asked_before_the_routes_and_both_must_let_in()
    {
        var asked = new ConcurrentQueue<string>();
        await using var auth = await HttpBackend.StartAsync(context =>
        {
            asked.Enqueue(context.Request.Path);
            context.Response.Headers["X-User"] = "ann";
            return Task.CompletedTask;
        });
        await using var app = await HttpBackend.StartEchoAsync("app");
        await using var edge = await StartAsync(auth.Url, app.Url);
        await edge.ChangeAsync(
            new Resource { Name = "desk", Access = Asking("/desk") },
            new Resource { Name = "settings", Settings = new SettingsConfig { Access = "desk" } });

        Assert.Equal(200, (await edge.SendAsync(Get)).Status);
        Assert.Equal(["/desk", "/verify"], asked);

        await edge.ChangeAsync(new Resource { Name = "desk", Access = new AccessConfig() });
        Assert.Equal(403, (await edge.SendAsync(Get)).Status);
        Assert.Equal(2, asked.Count);
    }

    private static AccessConfig Asking(string path) => new()
    {
        Rules = { new AccessRule { Require = new AccessRequirement { ForwardAuth = new ForwardAuth { Service = "auth", Path = path, IdentityHeaders = { "X-User" } } } } },
    };

    private static Task<RunningEdge> StartAsync(string auth, string app, Action<AccessConfig>? change = null)
    {
        var policy = Asking("/verify?a=1");
        change?.Invoke(policy);
        return RunningEdge.StartAsync(
            Given.Service("auth", auth),
            Given.Service("app", app),
            new Resource { Name = "sso", Access = policy },
            Given.Route("app", route =>
            {
                route.To.Add(new Destination { Service = "app" });
                route.Access = new RouteAccess { Policy = "sso" };
            }));
    }
}
