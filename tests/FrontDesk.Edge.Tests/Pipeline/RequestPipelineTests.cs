using System.Net;
using FrontDesk.Testing.Backends;

namespace FrontDesk.Edge.Tests.Pipeline;

public sealed class RequestPipelineTests
{
    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task A_request_goes_to_its_routes_service_and_the_answer_comes_back(string version)
    {
        await using var service = await HttpBackend.StartEchoAsync("shop");
        await using var edge = await RunningEdge.StartAsync(Given.Service("shop", service.Url), Given.Route("shop", "shop"));
        using var client = RunningEdge.Client(Version.Parse(version));

        var answer = await client.GetAsync($"https://a.example.com:{edge.HttpsPort}/x?y=1", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.StartsWith("shop\nGET /x?y=1\n", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_request_that_no_route_takes_is_answered_with_404()
    {
        await using var edge = await RunningEdge.StartAsync(Given.Trusting());
        Assert.Equal(404, (await edge.SendAsync("GET / HTTP/1.1\r\nHost: a.test\r\n\r\n")).Status);
    }

    [Fact]
    public async Task An_edge_that_never_had_a_configuration_answers_503()
    {
        await using var edge = await RunningEdge.StartAsync();
        Assert.Equal(503, (await edge.SendAsync("GET / HTTP/1.1\r\nHost: a.test\r\n\r\n")).Status);
    }
}
