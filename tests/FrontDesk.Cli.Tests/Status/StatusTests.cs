using FrontDesk.Admin.V1;
using FrontDesk.Cli.Tests.Fakes;
using FrontDesk.Config.V1;
using FrontDesk.Edge.V1;
using Google.Protobuf.WellKnownTypes;

namespace FrontDesk.Cli.Tests.Status;

public sealed class StatusTests : ControlPlaneTest
{
    private static readonly GetStatusResponse Fleet = new()
    {
        Head = 8,
        Epoch = 1,
        Version = "0.1.0",
        Alarms = { "The store has no AOF." },
        Edges =
        {
            new EdgeStatus
            {
                Name = "edge-1", Group = "default", Applied = 8, Target = 8, State = "degraded", StateCode = EdgeState.Degraded, Version = "0.1.0", Since = Since(90),
                Degraded = { new Degraded { Resource = new ResourceKey { Kind = Kind.Listener, Name = "http" }, Reason = "port 80 is in use" } },
            },
            new EdgeStatus { Name = "edge-2", Group = "eu", Applied = 6, Target = 8, Behind = 2, State = "refused", StateCode = EdgeState.Refused, Error = "route/shop does not compile", Since = Since(7_200) },
            new EdgeStatus { Name = "edge-3", Group = "eu", Applied = 8, Target = 8, State = "in-sync", StateCode = EdgeState.InSync },
            new EdgeStatus { Name = "edge-4", Group = "eu", Applied = 8, Target = 8, State = "in-sync", StateCode = EdgeState.InSync, Drained = true },
        },
    };

    [Theory]
    [InlineData("table", "txt")]
    [InlineData("json", "json")]
    [InlineData("yaml", "yaml")]
    public async Task Every_edge_is_shown_with_what_is_wrong_there(string format, string ending)
    {
        Control.Fleet.OnStatus = _ => Fleet;
        IsGolden($"status.{ending}", (await Shell.RunAsync("status", "-o", format)).Expect(0).Out);
    }

    [Fact]
    public async Task A_group_without_edges_is_not_taken_for_a_fleet_without_edges()
    {
        Control.Fleet.OnStatus = _ => new GetStatusResponse { Head = 8 };
        Assert.Contains("no edges in the group mars", (await Shell.RunAsync("status", "--group", "mars")).Expect(0).Out, StringComparison.Ordinal);
        Assert.Contains("no edges yet", (await Shell.RunAsync("status")).Expect(0).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task On_a_terminal_states_have_their_colours()
    {
        Control.Fleet.OnStatus = _ => Fleet;
        Shell.OutIsTerminal = true;
        IsGolden("status-colour.txt", (await Shell.RunAsync("status")).Expect(0).Out);
    }

    [Theory]
    [InlineData("NO_COLOR", "1")]
    [InlineData("TERM", "dumb")]
    public async Task Who_wants_no_colour_gets_none(string variable, string value)
    {
        Control.Fleet.OnStatus = _ => Fleet;
        Shell.OutIsTerminal = true;
        Shell.Variables[variable] = value;
        Assert.DoesNotContain('\u001b', (await Shell.RunAsync("status")).Expect(0).Out);
    }

    [Fact]
    public async Task Json_has_no_colour_on_a_terminal_either()
    {
        Control.Fleet.OnStatus = _ => Fleet;
        Shell.OutIsTerminal = true;
        Assert.DoesNotContain('\u001b', (await Shell.RunAsync("status", "-o", "json")).Expect(0).Out);
    }

    [Fact]
    public async Task A_fleet_without_edges_says_how_to_admit_one()
    {
        Assert.Contains("frontdesk join-token", (await Shell.RunAsync("status")).Expect(0).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Watching_writes_a_line_of_json_for_every_change_until_Ctrl_C()
    {
        using var pressed = new CancellationTokenSource();
        var output = new LineCounter(lines: 2, pressed);
        Control.Fleet.OnWatch = (_, gone) => Forever(gone);
        (await Shell.RunAsync(pressed.Token, output, "status", "--watch", "-o", "json")).Expect(0);
        Assert.All(output.ToString().TrimEnd().Split('\n'), line => Assert.StartsWith("{\"head\":", line, StringComparison.Ordinal));

        static async IAsyncEnumerable<GetStatusResponse> Forever([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken gone)
        {
            yield return new GetStatusResponse { Head = 1 };
            yield return new GetStatusResponse { Head = 2 };
            var end = new TaskCompletionSource();
            await using var registration = gone.Register(end.SetResult);
            await end.Task;
        }
    }

    private static Timestamp Since(int secondsBefore) => Timestamp.FromDateTimeOffset(new ImpatientTime().GetUtcNow().AddSeconds(-secondsBefore));
}
