using FrontDesk.Edge.Tests.Pipeline;

namespace FrontDesk.Edge.Tests.Transforms;

/// <summary>What of a request's target a service gets, and where redirects lead.</summary>
public sealed class PathsTests
{
    [Theory]
    [InlineData("/api/x", "/x")]
    [InlineData("/api", "/")]
    [InlineData("/api/", "/")]
    [InlineData("/api?a=b", "/?a=b")]
    [InlineData("/api/x/?a=/api/", "/x/?a=/api/")]
    [InlineData("/api/%C3%A4%20x", "/%C3%A4%20x")]
    [InlineData("/%61pi/x", "/x")]
    [InlineData("/api/./x/../y", "/y")]
    [InlineData("/api/api/x", "/api/x")]
    public async Task A_prefix_is_stripped_by_whole_segments(string target, string seen)
    {
        await using var service = RecordingBackend.Start();
        await using var edge = await service.BehindEdgeAsync(route =>
        {
            route.Paths.Add("/api/*");
            route.Request = new() { StripPrefix = "/api" };
        });

        await edge.SendAsync($"GET {target} HTTP/1.1\r\nHost: a.test\r\n\r\n");

        Assert.Equal($"GET {seen} HTTP/1.1", service.RequestLine);
    }

    [Theory]
    [InlineData("/x?a=%2f&b=%C3%A4&c=%zz&&=;+%20[]{}|^`\"<>\\'")]
    [InlineData("/x?")]
    [InlineData("/x??")]
    [InlineData("/x?a=/../b//c/./d")]
    [InlineData("/a,b;c=d/!$&'()*+=:@~-._")]
    [InlineData("/%C3%A4/%20/%3F/%23/%25")]
    public async Task What_is_in_normal_form_comes_byte_for_byte(string target)
    {
        await using var service = RecordingBackend.Start();
        await using var edge = await service.BehindEdgeAsync();

        await edge.SendAsync($"GET {target} HTTP/1.1\r\nHost: a.test\r\n\r\n");

        Assert.Equal($"GET {target} HTTP/1.1", service.RequestLine);
    }

    [Theory]
    [InlineData("https://new.example.com{path}{query}", "/a/b?c=d&e=%2f", "https://new.example.com/a/b?c=d&e=%2f")]
    [InlineData("https://new.example.com{path}{query}", "/", "https://new.example.com/")]
    [InlineData("https://new.example.com{path}{query}", "/%C3%A4//x/../y", "https://new.example.com/%C3%A4/y")]
    [InlineData("https://new.example.com/fixed", "/a?b", "https://new.example.com/fixed")]
    [InlineData("{scheme}://{host}/new{path}", "/a?b", "http://a.test/new/a")]
    public async Task A_redirect_leads_where_its_template_says(string template, string target, string location)
    {
        await using var edge = await RunningEdge.StartAsync(Given.Route("old", route => route.Redirect = new() { To = template, Status = 307 }));

        var answer = await edge.SendAsync($"GET {target} HTTP/1.1\r\nHost: A.test:8080\r\n\r\n");

        Assert.Equal((307, location), (answer.Status, answer.Header("location")));
        Assert.Equal("0", answer.Header("content-length"));
    }

    [Theory]
    [InlineData("GET", "User-agent: *")]
    [InlineData("HEAD", "")]
    public async Task A_fixed_text_is_answered_by_the_edge(string method, string body)
    {
        await using var edge = await RunningEdge.StartAsync(Given.Route("robots", route =>
        {
            route.Respond = new() { Status = 200, Body = "User-agent: *" };
            route.Response = new() { Headers = new() { Set = { ["x-frame-options"] = "DENY" } } };
        }));

        var answer = await edge.SendAsync($"{method} /robots.txt HTTP/1.1\r\nHost: a.test\r\n\r\n", toHead: method == "HEAD");

        Assert.Equal((200, body), (answer.Status, answer.Body));
        Assert.Equal("13", answer.Header("content-length"));
        Assert.Equal("DENY", answer.Header("x-frame-options"));
    }
}
