using FrontDesk.Admin.V1;
using FrontDesk.Cli.Tests.Fakes;

namespace FrontDesk.Cli.Tests.Access;

/// <summary>`access test`: who would be let in, and why.</summary>
public sealed class AccessTestTests : ControlPlaneTest
{
    private static readonly AccessStep[] Steps =
    [
        new() { Policy = "office", Rule = 1, Reason = "does not apply: 203.0.113.7 is none of its addresses" },
        new() { Policy = "office", Decides = true, Reason = "no rule decides, so it refuses the client" },
    ];

    [Fact]
    public async Task It_tells_the_end_and_each_rule()
    {
        ExplainRequest? asked = null;
        Control.Configuration.OnExplain = request =>
        {
            asked = request;
            return new ExplainResponse { Status = 403, Access = new AccessExplanation { Outcome = AccessOutcome.Refused, Policy = "office", Steps = { Steps } } };
        };

        var ended = (await Shell.RunAsync("access", "test", "POST", "https://shop.test/", "--client", "203.0.113.7")).Expect(0);

        Assert.Equal(("POST", "https://shop.test/", "203.0.113.7"), (asked!.Method, asked.Url, asked.Client));
        IsGolden("access-test.txt", ended.Out);
        IsGolden("access-test.json", (await Shell.RunAsync("access", "test", "https://shop.test/", "-o", "json")).Expect(0).Out);
    }

    public static TheoryData<ExplainResponse, string> Ends => new()
    {
        { new() { Access = new AccessExplanation { Outcome = AccessOutcome.LetIn, Steps = { Steps[0] } } }, "let in\n" },
        { new() { Access = new AccessExplanation { Outcome = AccessOutcome.LetIn } }, "let in: no access policy is asked\n" },
        { new() { Access = new AccessExplanation { Outcome = AccessOutcome.Required, Policy = "staff", Steps = { Steps[0] } } }, "let in where it meets what the access policy staff requires\n" },
        { new() { Access = new AccessExplanation { Outcome = AccessOutcome.Refused, Policy = "p" } }, "refused by the access policy p, without an answer\n" },
        { new() { Location = "https://a.test/", Access = new AccessExplanation { Outcome = AccessOutcome.Refused, Policy = "p" } }, "refused by the access policy p, and sent to https://a.test/\n" },
        { new() { Reasons = { "No listener accepts http on port 81." } }, "the request does not get as far as access policies\n  No listener accepts http on port 81.\n" },
    };

    [Theory]
    [MemberData(nameof(Ends))]
    public async Task Each_end_is_told(ExplainResponse answer, string told)
    {
        Control.Configuration.OnExplain = _ => answer;

        Assert.StartsWith(told, (await Shell.RunAsync("access", "test", "https://shop.test/")).Expect(0).Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("access", "test")]
    [InlineData("access", "test", "https://shop.test/", "--time", "noon")]
    [InlineData("access", "test", "https://shop.test/", "-H", "x")]
    public async Task What_is_missing_or_wrong_is_told(params string[] arguments) => Assert.NotEqual("", (await Shell.RunAsync(arguments)).Expect(1).Error);
}
