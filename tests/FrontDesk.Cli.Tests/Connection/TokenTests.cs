using FrontDesk.Cli.Connection;
using FrontDesk.Cli.Tests.Fakes;

namespace FrontDesk.Cli.Tests.Connection;

public sealed class TokenTests : IDisposable
{
    private readonly TestShell _shell = new();

    public void Dispose() => _shell.Dispose();

    [Fact]
    public void A_token_file_may_end_with_a_line_end()
    {
        _shell.Variables["FRONTDESK_TOKEN_FILE"] = _shell.Write("token", "fdo_a_b\n");
        Assert.Equal("fdo_a_b", OperatorToken.FromEnvironment(_shell.Make()));
    }

    [Fact]
    public void The_variable_wins_over_the_file()
    {
        _shell.Variables["FRONTDESK_TOKEN"] = "fdo_variable";
        _shell.Variables["FRONTDESK_TOKEN_FILE"] = "missing";
        Assert.Equal("fdo_variable", OperatorToken.FromEnvironment(_shell.Make()));
    }

    [Theory]
    [InlineData("fdo_two words")]
    [InlineData("fdo_a\r\nx-admin: true")]
    [InlineData("fdo_ü")]
    public void What_no_header_can_carry_is_refused_and_not_shown(string token)
    {
        _shell.Variables["FRONTDESK_TOKEN"] = token;
        var failure = Assert.Throws<CommandFailure>(() => OperatorToken.FromEnvironment(_shell.Make()));
        Assert.DoesNotContain("fdo_two", failure.Message, StringComparison.Ordinal);
        Assert.Contains("FRONTDESK_TOKEN does not hold a token", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(5000)]
    public async Task A_token_file_that_cannot_be_read_is_named(int? length)
    {
        _shell.Variables["FRONTDESK_TOKEN_FILE"] = length is { } many ? _shell.Write("token", new string('x', many)) : "missing";
        Assert.Contains("the token file '", (await _shell.RunAsync("status")).Expect(1).Error, StringComparison.Ordinal);
    }
}
