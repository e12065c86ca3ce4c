using FrontDesk.Admin.V1;
using FrontDesk.Cli.Tests.Fakes;
using FrontDesk.Config.V1;
using Grpc.Core;

namespace FrontDesk.Cli.Tests;

/// <summary>Every exit code of the design, each by what really causes it.</summary>
public sealed class ExitCodeTests : IAsyncLifetime
{
    private FakeControlPlane _control = null!;
    private TestShell _shell = null!;

    public async ValueTask InitializeAsync()
    {
        _control = await FakeControlPlane.StartAsync();
        _shell = TestShell.For(_control);
        _shell.Write("desk.yaml", "services: { shop: http://10.0.0.11:9000 }\n");
    }

    public async ValueTask DisposeAsync()
    {
        _shell.Dispose();
        await _control.DisposeAsync();
    }

    [Fact]
    public async Task Zero_means_done() => (await _shell.RunAsync("apply", "-f", "desk.yaml")).Expect(0);

    [Fact]
    public async Task Zero_means_no_difference() => (await _shell.RunAsync("diff", "-f", "desk.yaml")).Expect(0);

    [Theory]
    [InlineData("apply")]
    [InlineData("apply", "-f", "desk.yaml", "--timeout", "soon")]
    [InlineData("logs")]
    [InlineData("get", "pigs")]
    [InlineData("apply", "-f", "missing.yaml")]
    public async Task One_means_an_error_or_wrong_usage(params string[] args) => (await _shell.RunAsync(args)).Expect(1);

    [Fact]
    public async Task One_means_that_there_is_no_such_resource() => (await _shell.RunAsync("get", "route/none")).Expect(1);

    [Fact]
    public async Task Two_means_that_diff_found_differences()
    {
        _control.Configuration.OnDiff = (_, _) => [new DiffResponse { Differences = { new Difference { Action = Config.V1.Action.Add, Kind = Kind.Service, Name = "shop" } } }];
        (await _shell.RunAsync("diff", "-f", "desk.yaml")).Expect(2);
    }

    [Fact]
    public async Task Three_means_rejected_by_the_control_plane()
    {
        _control.Configuration.OnChange = _ => Rejecting();
        (await _shell.RunAsync("apply", "-f", "desk.yaml")).Expect(3);
    }

    [Fact]
    public async Task Three_means_rejected_before_anything_was_sent()
    {
        _shell.Write("desk.yaml", "services: { shop: { endpoint: [] } }\n");
        (await _shell.RunAsync("apply", "-f", "desk.yaml")).Expect(3);
        (await _shell.RunAsync("validate", "-f", "desk.yaml")).Expect(3);
        Assert.Empty(_control.Configuration.Changes);
    }

    [Fact]
    public async Task Four_means_a_conflict_and_tells_the_head()
    {
        _control.Configuration.OnChange = _ => throw FakeControlPlane.Failure(StatusCode.Aborted, "The head is revision 9, not 7.", "CONFLICT", head: 9);
        var ended = (await _shell.RunAsync("apply", "-f", "desk.yaml", "--expect", "7")).Expect(4);
        Assert.Contains("frontdesk show 9", ended.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(EdgeAnswer.None)]
    [InlineData(EdgeAnswer.Lost)]
    public async Task Five_means_that_an_edge_has_not_acknowledged(EdgeAnswer answer) => (await WaitAsync(EdgeAnswer.Applied, answer)).Expect(5);

    [Fact]
    public async Task Five_means_that_nothing_was_heard_of_an_edge() => (await WaitAsync(EdgeAnswer.Applied)).Expect(5);

    [Fact]
    public async Task Six_means_that_nobody_is_there()
    {
        await _control.DisposeAsync();
        (await _shell.RunAsync("status")).Expect(6);
    }

    [Fact]
    public async Task Seven_means_that_the_token_is_missing_or_wrong()
    {
        _shell.Variables["FRONTDESK_TOKEN"] = "fdo_wrong";
        (await _shell.RunAsync("status")).Expect(7);
        _shell.Variables.Remove("FRONTDESK_TOKEN");
        (await _shell.RunAsync("status")).Expect(7);
    }

    [Fact]
    public async Task Seven_means_that_the_role_does_not_allow_it()
    {
        _control.Configuration.OnChange = _ => throw FakeControlPlane.Failure(StatusCode.PermissionDenied, "A viewer may not change.", "ROLE_INSUFFICIENT");
        (await _shell.RunAsync("apply", "-f", "desk.yaml")).Expect(7);
    }

    [Fact]
    public async Task Eight_means_that_an_edge_refused() => (await WaitAsync(EdgeAnswer.Refused, EdgeAnswer.Applied)).Expect(8);

    [Fact]
    public async Task Eight_beats_five() => (await WaitAsync(EdgeAnswer.None, EdgeAnswer.Refused)).Expect(8);

    [Fact]
    public async Task A_degraded_edge_has_acknowledged() => (await WaitAsync(EdgeAnswer.Degraded, EdgeAnswer.Applied)).Expect(0);

    private static IEnumerable<ChangeResponse> Rejecting()
    {
        yield return ScriptedConfiguration.Problems(new Problem { Severity = Severity.Error, Kind = Kind.Service, Name = "shop", Field = "endpoints", Message = "There is none." });
        throw FakeControlPlane.Failure(StatusCode.InvalidArgument, "1 error.", "REJECTED");
    }

    /// <summary>Applies with --wait for two edges, of which the first ones answer.</summary>
    private Task<Ended> WaitAsync(params EdgeAnswer[] answers)
    {
        _control.Configuration.OnChange = _ => [ScriptedConfiguration.Result(new ChangeResult { Revision = 2, Committed = true, Connected = { "edge-1", "edge-2" } })];
        _control.Fleet.OnWait = request => answers.Select((answer, i) => new WaitForEdgesResponse { Edge = request.Edges[i], Answer = answer });
        return _shell.RunAsync("apply", "-f", "desk.yaml", "--wait");
    }
}
