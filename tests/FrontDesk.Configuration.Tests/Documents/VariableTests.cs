using CsCheck;
using FrontDesk.Configuration.Documents;

namespace FrontDesk.Configuration.Tests.Documents;

public sealed class VariableTests
{
    [Theory]
    [InlineData("http://${HOST}:1", "http://a:1")]
    [InlineData("${HOST}${HOST}", "aa")]
    [InlineData("${EMPTY}", "")]
    [InlineData("$${HOST}", "${HOST}")]
    [InlineData("$$${HOST}", "$${HOST}")]
    [InlineData("$HOST", "$HOST")]
    [InlineData("$", "$")]
    [InlineData("}{$", "}{$")]
    public void Variables_are_replaced_and_doubled_dollars_are_literal(string text, string expected)
    {
        Assert.True(Variables.TryResolve(text, Value, out var resolved, out _));
        Assert.Equal(expected, resolved);
    }

    [Fact]
    public void A_value_that_looks_like_a_variable_is_not_replaced_again()
    {
        Assert.True(Variables.TryResolve("${NESTED}", Value, out var resolved, out _));
        Assert.Equal("${HOST}", resolved);
    }

    [Theory]
    [InlineData("${MISSING}", "The variable MISSING is not set.")]
    [InlineData("${", "`${` must be followed by the name of a variable and `}`.")]
    [InlineData("${}", "`${` must be followed by the name of a variable and `}`.")]
    [InlineData("${HOST", "`${` must be followed by the name of a variable and `}`.")]
    [InlineData("${a b}", "`${` must be followed by the name of a variable and `}`.")]
    [InlineData("${1}", "`${` must be followed by the name of a variable and `}`.")]
    public void What_cannot_be_replaced_is_told(string text, string expected)
    {
        Assert.False(Variables.TryResolve(text, Value, out _, out var reason));
        Assert.Equal(expected, reason);
    }

    [Fact]
    public void An_escaped_text_is_given_back_whatever_it_holds() => Gen.String[Gen.Char["${}aHOST"], 0, 12].Sample(text =>
    {
        Assert.True(Variables.TryResolve(Variables.Escape(text), _ => null, out var resolved, out var reason), reason);
        Assert.Equal(text, resolved);
    });

    [Fact]
    public void Names_are_not_replaced_only_values()
    {
        var read = DocumentReader.Read([new SourceFile("desk.yaml", "services: { \"${HOST}\": \"http://${HOST}\" }")], Value);

        Assert.Equal("${HOST}", Assert.Single(read.Resources).Name);
        Assert.Equal("http://a", read.Resources[0].Service.Endpoints[0].Url);
    }

    private static string? Value(string name) => name switch { "HOST" => "a", "EMPTY" => "", "NESTED" => "${HOST}", _ => null };
}
