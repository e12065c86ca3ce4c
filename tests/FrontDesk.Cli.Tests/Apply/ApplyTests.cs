using System.Text.Json.Nodes;
using FrontDesk.Admin.V1;
using FrontDesk.Cli.Tests.Fakes;
using FrontDesk.Config.V1;
using FrontDesk.Edge.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Action = FrontDesk.Config.V1.Action;

namespace FrontDesk.Cli.Tests.Apply;

public sealed class ApplyTests : ControlPlaneTest
{
    private static readonly ChangeResult Committed = new()
    {
        Revision = 8,
        Base = 7,
        Committed = true,
        Added = 1,
        Changed = 1,
        Deleted = 1,
        Groups = { "default" },
        Connected = { "edge-1", "edge-22" },
        Absent = { "edge-3" },
    };

    private static readonly Difference[] Three =
    [
        new() { Action = Action.Add, Kind = Kind.Route, Name = "shop", Fields = { new FieldDifference { Path = "hosts[0]", After = "shop.example.com" } } },
        new() { Action = Action.Change, Kind = Kind.Service, Name = "api", Fields = { new FieldDifference { Path = "endpoints[1].weight", Before = "3", After = "5" } } },
        new() { Action = Action.Delete, Kind = Kind.Route, Name = "old", Fields = { new FieldDifference { Path = "to", Before = "api" } } },
    ];

    [Fact]
    public async Task Sends_what_the_documents_say_with_message_and_expectation()
    {
        Shell.Write("desk.yaml", "services: { shop: http://10.0.0.11:9000 }");
        (await Shell.RunAsync("apply", "-f", "desk.yaml", "-m", "open the shop", "--expect", "7", "--dry-run")).Expect(0);
        var sent = Assert.Single(Control.Configuration.Changes);
        Assert.Equal(("open the shop", 7u, true), (sent.Header.Message, sent.Header.ExpectedRevision, sent.Header.DryRun));
        Assert.Equal("http://10.0.0.11:9000", Assert.Single(sent.Put).Service.Endpoints[0].Url);
        Assert.InRange(sent.Header.IdempotencyKey.Length, 16, 64);
    }

    [Fact]
    public async Task Prints_the_receipt_of_every_edge()
    {
        AnswerWithEdges();
        Shell.Write("desk.yaml", "services: { shop: http://10.0.0.11:9000 }");
        IsGolden("apply-wait.txt", (await Shell.RunAsync("apply", "-f", "desk.yaml", "--wait")).Expect(8).Out);
        IsGolden("apply-wait.json", (await Shell.RunAsync("apply", "-f", "desk.yaml", "--wait", "-o", "json")).Expect(8).Out);
        IsGolden("apply-wait.yaml", (await Shell.RunAsync("apply", "-f", "desk.yaml", "--wait", "-o", "yaml")).Expect(8).Out);
    }

    [Fact]
    public async Task A_dry_run_shows_the_plan_field_by_field_and_waits_for_nobody()
    {
        AnswerWithEdges();
        Control.Fleet.OnWait = _ => throw new InvalidOperationException("nobody waits for a rehearsal");
        Shell.Write("desk.yaml", "services: { shop: http://10.0.0.11:9000 }");
        IsGolden("apply-dry-run.txt", (await Shell.RunAsync("apply", "-f", "desk.yaml", "--dry-run", "--wait")).Expect(0).Out);
    }

    [Fact]
    public async Task Waits_as_long_as_was_said_for_the_edges_that_were_connected()
    {
        AnswerWithEdges();
        WaitForEdgesRequest? asked = null;
        Control.Fleet.OnWait = request =>
        {
            asked = request;
            return request.Edges.Select(edge => new WaitForEdgesResponse { Edge = edge, Answer = EdgeAnswer.Applied });
        };
        Shell.Write("desk.yaml", "services: { shop: http://10.0.0.11:9000 }");
        (await Shell.RunAsync("apply", "-f", "desk.yaml", "--wait", "--timeout", "5s")).Expect(0);
        Assert.Equal((8u, TimeSpan.FromSeconds(5)), (asked!.Revision, asked.Timeout.ToTimeSpan()));
        Assert.Equal(["edge-1", "edge-22"], asked.Edges);
    }

    [Fact]
    public async Task A_committed_change_whose_edges_cannot_be_asked_does_not_look_undone()
    {
        AnswerWithEdges();
        Control.Fleet.OnWait = _ => throw FakeControlPlane.Failure(StatusCode.Unavailable, "The control plane ends.", "UNSPECIFIED");
        Shell.Write("desk.yaml", "services: { shop: http://10.0.0.11:9000 }");
        var ended = (await Shell.RunAsync("apply", "-f", "desk.yaml", "--wait")).Expect(5);
        Assert.Equal("revision 8 is committed, but its edges cannot be asked: The control plane ends.\n", ended.Error);
    }

    [Fact]
    public async Task Says_when_there_is_nothing_to_change()
    {
        Control.Configuration.OnChange = _ => [ScriptedConfiguration.Result(new ChangeResult { Revision = 7, Base = 7 })];
        Shell.Write("desk.yaml", "services: { shop: http://10.0.0.11:9000 }");
        Assert.Equal("nothing to change, the head is revision 7\n", (await Shell.RunAsync("apply", "-f", "desk.yaml", "--wait")).Expect(0).Out);
    }

    [Fact]
    public async Task Locates_the_control_planes_problems_in_the_documents()
    {
        Control.Configuration.OnChange = _ => Reject();
        Shell.Write("desk.yaml", """
            services:
              shop:
                endpoints:
                  - http://10.0.0.11:9000
                  - http://10.0.0.12:9000
            """);
        var ended = (await Shell.RunAsync("apply", "-f", "desk.yaml")).Expect(3);
        Assert.Equal(
            """
            desk.yaml:2:3: warning: service/shop: It is lonely.
            desk.yaml:5:9: error: service/shop endpoints[1].url: This is taken. Take another.
            rejected: 1 error; nothing was changed

            """,
            ended.Error);
        var json = JsonNode.Parse((await Shell.RunAsync("apply", "-f", "desk.yaml", "-o", "json")).Expect(3).Out)!;
        Assert.Equal(5, (int)json["problems"]![0]!["line"]!);

        static IEnumerable<ChangeResponse> Reject()
        {
            yield return ScriptedConfiguration.Problems(
                new Problem { Severity = Severity.Error, Kind = Kind.Service, Name = "shop", Field = "endpoints[1].url", Message = "This is taken.", Hint = "Take another." },
                new Problem { Severity = Severity.Warning, Kind = Kind.Service, Name = "shop", Message = "It is lonely." });
            throw FakeControlPlane.Failure(StatusCode.InvalidArgument, "1 error.", "REJECTED");
        }
    }

    [Fact]
    public async Task Tries_again_with_the_same_key_while_the_control_plane_is_away()
    {
        Control.Configuration.OnChange = _ => Control.Configuration.Changes.Count < 3
            ? throw FakeControlPlane.Failure(StatusCode.Unavailable, "The outcome is unknown.", "OUTCOME_UNKNOWN")
            : [ScriptedConfiguration.Result(Committed)];
        Shell.Write("desk.yaml", "services: { shop: http://10.0.0.11:9000 }");
        (await Shell.RunAsync("apply", "-f", "desk.yaml")).Expect(0);
        Assert.Equal(3, Control.Configuration.Changes.Count);
        Assert.Single(Control.Configuration.Changes.Select(change => change.Header.IdempotencyKey).Distinct());
    }

    [Fact]
    public async Task Gives_up_after_four_attempts_and_two_runs_have_two_keys()
    {
        Control.Configuration.OnChange = _ => throw FakeControlPlane.Failure(StatusCode.Unavailable, "The store is away.", "STORE_UNAVAILABLE");
        Shell.Write("desk.yaml", "services: { shop: http://10.0.0.11:9000 }");
        var ended = (await Shell.RunAsync("apply", "-f", "desk.yaml")).Expect(1);
        Assert.Contains("error: The store is away.", ended.Error, StringComparison.Ordinal);
        (await Shell.RunAsync("apply", "-f", "desk.yaml")).Expect(1);
        Assert.Equal(8, Control.Configuration.Changes.Count);
        Assert.Equal(2, Control.Configuration.Changes.Select(change => change.Header.IdempotencyKey).Distinct().Count());
    }

    [Fact]
    public async Task A_huge_document_is_sent_in_batches_below_the_bound()
    {
        var lines = Enumerable.Range(0, 20_000).Select(i => $"  s{i}: {{ endpoints: [\"http://10.0.0.1:{1 + (i % 60_000)}\"], labels: {{ text: {new string('x', 100)} }} }}");
        Shell.Write("desk.yaml", "services:\n" + string.Join('\n', lines));
        (await Shell.RunAsync("apply", "-f", "desk.yaml")).Expect(0);
        var sent = Assert.Single(Control.Configuration.Changes);
        Assert.Equal(20_000, sent.Put.Count);
        Assert.InRange(sent.Batches, 3, 6);
    }

    [Fact]
    public async Task An_answer_before_the_end_of_a_huge_document_is_not_lost()
    {
        Shell.Variables["FRONTDESK_TOKEN"] = "fdo_wrong";
        Shell.Write("desk.yaml", "services:\n" + string.Join('\n', Enumerable.Range(0, 50_000).Select(i => $"  s{i}: http://10.0.0.1:80")));
        (await Shell.RunAsync("apply", "-f", "desk.yaml")).Expect(7);
    }

    [Fact]
    public async Task Ctrl_C_ends_it_at_once()
    {
        using var pressed = new CancellationTokenSource();
        Control.Configuration.OnChange = _ =>
        {
            pressed.Cancel();
            throw new OperationCanceledException();
        };
        Shell.Write("desk.yaml", "services: { shop: http://10.0.0.11:9000 }");
        var ended = (await Shell.RunAsync(pressed.Token, new StringWriter(), "apply", "-f", "desk.yaml")).Expect(1);
        Assert.StartsWith("error: cancelled", ended.Error, StringComparison.Ordinal);
    }

    private void AnswerWithEdges()
    {
        Control.Configuration.OnChange = _ => [ScriptedConfiguration.Differences(Three), ScriptedConfiguration.Result(Committed)];
        Control.Fleet.OnWait = _ =>
        [
            new WaitForEdgesResponse
            {
                Edge = "edge-1", Answer = EdgeAnswer.Degraded, After = Duration.FromTimeSpan(TimeSpan.FromMilliseconds(12)),
                Degraded = { new Degraded { Resource = new ResourceKey { Kind = Kind.Listener, Name = "http" }, Reason = "port 80 is in use" } },
            },
            new WaitForEdgesResponse { Edge = "edge-22", Answer = EdgeAnswer.Refused, Error = "route/shop does not compile", After = Duration.FromTimeSpan(TimeSpan.FromMilliseconds(20)) },
        ];
    }
}
