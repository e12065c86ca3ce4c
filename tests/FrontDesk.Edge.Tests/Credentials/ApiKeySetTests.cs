using FrontDesk.Edge.Credentials;

namespace FrontDesk.Edge.Tests.Credentials;

public sealed class ApiKeySetTests
{
    private readonly ApiKeySet _keys = ApiKeys.Set((1, "shop", null, ["read"]), (2, "billing", null, []));

    [Fact]
    public void A_key_is_found_by_its_whole_text()
    {
        Assert.Equal(("shop", ApiKeys.Id(1)), (_keys.Find(ApiKeys.Text(1))!.Owner, _keys.Find(ApiKeys.Text(1))!.Id));
        Assert.Equal("billing", _keys.Find(ApiKeys.Text(2))!.Owner);
    }

    [Theory]
    [InlineData("")]
    [InlineData("fdk_1111111111111111")]
    [InlineData("fdo_1111111111111111_1111111111111111111111111111111111111111111111111111111111111111")]
    [InlineData("fdk_1111111111111111_1111111111111111111111111111111111111111111111111111111111111112")]
    [InlineData("fdk_1111111111111111_111111111111111111111111111111111111111111111111111111111111111")]
    [InlineData("fdk_1111111111111111_11111111111111111111111111111111111111111111111111111111111111111")]
    [InlineData("fdk_1111111111111111_2222222222222222222222222222222222222222222222222222222222222222")]
    [InlineData("fdk_3333333333333333_3333333333333333333333333333333333333333333333333333333333333333")]
    [InlineData("fdk_1111111111111111_zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz")]
    [InlineData("FDK_1111111111111111_1111111111111111111111111111111111111111111111111111111111111111")]
    public void Anything_else_is_none(string text) => Assert.Null(_keys.Find(text));

    [Fact]
    public void To_look_costs_no_memory()
    {
        var text = ApiKeys.Text(1);
        _keys.Find(text);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++)
        {
            _keys.Find(text);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Theory]
    [InlineData("?key=a", "key", "")]
    [InlineData("?x=1&key=a&y=2", "key", "?x=1&y=2")]
    [InlineData("?x=%20+&k%65y=a", "key", "?x=%20+")]
    [InlineData("?key=a&key=b", "key", "")]
    [InlineData("?key", "key", "")]
    [InlineData("?keys=a&Key=b&&=", "key", "?keys=a&Key=b&&=")]
    [InlineData("", "key", "")]
    [InlineData("?", "key", "?")]
    public void A_parameter_is_taken_out_of_a_query_and_nothing_else_changes(string query, string name, string left) => Assert.Equal(left, QueryParameters.Without(query, name));
}
