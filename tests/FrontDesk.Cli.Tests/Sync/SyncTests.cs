using FrontDesk.Admin.V1;
using FrontDesk.Cli.Tests.Fakes;
using FrontDesk.Config.V1;
using Action = FrontDesk.Config.V1.Action;

namespace FrontDesk.Cli.Tests.Sync;

public sealed class SyncTests : ControlPlaneTest
{
    private IReadOnlyList<bool> DryRuns => [.. Control.Configuration.Changes.Select(change => change.Header.DryRun)];

    [Fact]
    public async Task Asks_a_person_before_it_deletes_and_does_it_on_yes()
    {
        Script(deletes: true);
        Shell.InputIsTerminal = true;
        Shell.Input = "y\n";
        var ended = (await Shell.RunAsync("sync", "-f", "desk.yaml")).Expect(0);
        Assert.Equal("- route/old\ndelete 1 resource? [y/N] ", ended.Error);
        Assert.Equal([true, false], DryRuns);
    }

    [Fact]
    public async Task Does_what_it_showed_or_nothing()
    {
        Script(deletes: true);
        Shell.InputIsTerminal = true;
        Shell.Input = "yes\n";
        (await Shell.RunAsync("sync", "-f", "desk.yaml")).Expect(0);
        Assert.Equal(7u, Control.Configuration.Changes[1].Header.ExpectedRevision);
    }

    [Theory]
    [InlineData("n\n")]
    [InlineData("\n")]
    [InlineData("")]
    [InlineData("maybe\n")]
    public async Task Changes_nothing_on_any_other_answer(string answer)
    {
        Script(deletes: true);
        Shell.InputIsTerminal = true;
        Shell.Input = answer;
        (await Shell.RunAsync("sync", "-f", "desk.yaml")).Expect(1);
        Assert.Equal([true], DryRuns);
    }

    [Fact]
    public async Task Refuses_to_delete_where_there_is_nobody_to_ask()
    {
        Script(deletes: true);
        var ended = (await Shell.RunAsync("sync", "-f", "desk.yaml")).Expect(1);
        Assert.Contains("say --yes", ended.Error, StringComparison.Ordinal);
        Assert.Equal([true], DryRuns);
    }

    [Fact]
    public async Task Does_not_ask_where_nothing_is_deleted()
    {
        Script(deletes: false);
        (await Shell.RunAsync("sync", "-f", "desk.yaml")).Expect(0);
        Assert.Equal([true, false], DryRuns);
    }

    [Fact]
    public async Task Does_not_ask_where_yes_was_said_and_sends_the_labels()
    {
        Script(deletes: true);
        (await Shell.RunAsync("sync", "-f", "desk.yaml", "--yes", "--select", "team=a")).Expect(0);
        Assert.Equal([false], DryRuns);
        Assert.Equal("a", Control.Configuration.Changes[0].Select["team"]);
        Assert.False(Control.Configuration.Changes[0].Header.HasExpectedRevision);
    }

    [Fact]
    public async Task Refuses_documents_that_hold_nothing_unless_a_selection_is_made()
    {
        Script(deletes: true);
        Shell.Write("empty.yaml", "");
        var ended = (await Shell.RunAsync("sync", "-f", "empty.yaml", "--yes")).Expect(1);
        Assert.Contains("this would delete the whole desk", ended.Error, StringComparison.Ordinal);
        Assert.Empty(DryRuns);
        (await Shell.RunAsync("sync", "-f", "empty.yaml", "--yes", "--select", "team=a")).Expect(0);
        Assert.Equal([false], DryRuns);
    }

    private void Script(bool deletes)
    {
        Shell.Write("desk.yaml", "services: { shop: http://10.0.0.11:9000 }");
        Control.Configuration.OnChange = sent =>
        [
            ScriptedConfiguration.Differences(new Difference { Action = deletes ? Action.Delete : Action.Add, Kind = Kind.Route, Name = "old" }),
            ScriptedConfiguration.Result(new ChangeResult { Revision = sent.Header.DryRun ? 7u : 8u, Base = 7, Committed = !sent.Header.DryRun }),
        ];
    }
}
