namespace FrontDesk.Edge.Tests.Pipeline;

/// <summary>What the log tells of requests that were refused before their target was found well-formed.</summary>
public sealed class RefusedPathTests
{
    [Theory]
    [InlineData("GET /a%2fb?x=1 HTTP/1.1\r\nHost: a.test\r\n\r\n", "/a%2fb", "?x=1")]
    [InlineData("GET /a#b HTTP/1.1\r\nHost: a.test\r\n\r\n", "/a#b", "")]
    [InlineData("GET /x?y HTTP/1.1\r\nHost: a.test\r\nX(Y): a\r\n\r\n", "/x", "?y")]
    [InlineData("TRACE /x HTTP/1.1\r\nHost: a.test\r\n\r\n", "/x", "")]
    [InlineData("GET /none HTTP/1.1\r\nHost: a.test\r\n\r\n", "/none", "")]
    public async Task A_refused_request_is_logged_with_its_path_and_query_as_sent(string bytes, string path, string query)
    {
        await using var edge = await RunningEdge.StartAsync(Given.Trusting());

        await edge.SendAsync(bytes);

        var line = Assert.Single(await edge.StopAndReadLogAsync());
        Assert.Equal((path, query), (line.GetProperty("path").GetString(), line.GetProperty("query").GetString()));
    }

    [Fact]
    public async Task A_request_to_an_edge_without_configuration_is_logged_with_its_path()
    {
        await using var edge = await RunningEdge.StartAsync();

        await edge.SendAsync("GET /early HTTP/1.1\r\nHost: a.test\r\n\r\n");

        Assert.Equal("/early", Assert.Single(await edge.StopAndReadLogAsync()).GetProperty("path").GetString());
    }
}
