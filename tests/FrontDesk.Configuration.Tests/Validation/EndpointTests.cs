using FrontDesk.Configuration.Documents;

namespace FrontDesk.Configuration.Tests.Validation;

public sealed class EndpointTests
{
    [Theory]
    [InlineData("http://[::1]:9000", "http://[0::1]:9000")]
    [InlineData("http://[::1]", "http://[0::1]:80")]
    [InlineData("http://A.test", "http://a.test:80")]
    [InlineData("https://a.test:443/x/", "https://a.test/x")]
    public void A_place_that_is_written_in_two_ways_is_there_twice(string one, string other) =>
        Assert.Equal($"The endpoint `{other}` is there twice.", Assert.Single(Problems(one, other)));

    [Theory]
    [InlineData("http://[::1]:9000", "http://[::1]:9001")]
    [InlineData("http://a.test:443", "http://a.test")]
    [InlineData("http://a.test", "https://a.test")]
    public void Places_that_differ_are_two(string one, string other) => Assert.Empty(Problems(one, other));

    private static IEnumerable<string> Problems(string one, string other) =>
        Checked.Problems(new SourceFile("desk.yaml", $"services: {{ a: {{ endpoints: [\"{one}\", \"{other}\"] }} }}")).Select(problem => problem.Message);
}
