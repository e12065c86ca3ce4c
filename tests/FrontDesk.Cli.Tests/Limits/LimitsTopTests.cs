using FrontDesk.Admin.V1;
using FrontDesk.Cli.Tests.Fakes;

namespace FrontDesk.Cli.Tests.Limits;

/// <summary>`limits top`: who is close to or over which limit.</summary>
public sealed class LimitsTopTests : ControlPlaneTest
{
    private static readonly WatchLimitsResponse Second = new()
    {
        Edges = 2,
        Unfollowed = 12,
        Keys =
        {
            new LimitKeyUse { Limit = "per-client", Key = "203.0.113.7", Used = 1, Edge = "edge-1", Admitted = 10, Refused = 230, Edges = 2 },
            new LimitKeyUse { Limit = "per-key", Key = "x-api-key#0123456789ab", Used = 0.857, Edge = "edge-2", Admitted = 40, Edges = 1 },
        },
    };

    [Fact]
    public async Task It_shows_each_second()
    {
        Control.Watching.Limits = [Second, Second];

        var ended = (await Shell.RunAsync("limits", "top", "--limit", "per-client", "--top", "5")).Expect(0);

        IsGolden("limits-top.txt", ended.Out);
        Assert.Equal(2, ended.Out.Split("LIMIT").Length - 1);
        Assert.Contains("12 requests came under more keys than edges follow\n", ended.Error, StringComparison.Ordinal);
        Assert.Equal(new WatchLimitsRequest { Limit = "per-client", Top = 5 }, Control.Watching.Asked[0]);
        IsGolden("limits-top.json", (await Shell.RunAsync("limits", "top", "-o", "json")).Expect(0).Out);
    }

    [Fact]
    public async Task Once_waits_for_the_first_report_and_not_for_ever()
    {
        Control.Watching.Limits = [new(), Second, Second];
        Assert.Contains("203.0.113.7", (await Shell.RunAsync("limits", "top", "--once")).Expect(0).Out, StringComparison.Ordinal);

        Control.Watching.Limits = [new(), new(), new(), new(), new(), Second];
        var silent = (await Shell.RunAsync("limits", "top", "--once")).Expect(0);
        Assert.DoesNotContain("203.0.113.7", silent.Out, StringComparison.Ordinal);
        Assert.Contains("no edge has reported", silent.Error, StringComparison.Ordinal);
    }
}
