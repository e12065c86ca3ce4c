using System.IO.Pipelines;
using FrontDesk.Admin.V1;
using FrontDesk.Cli.Tests.Fakes;
using FrontDesk.Config.V1;

namespace FrontDesk.Cli.Tests;

/// <summary>Ctrl-C ends a command also while it waits for an input that never comes.</summary>
public sealed class InterruptionTests : ControlPlaneTest
{
    [Theory]
    [InlineData(false, "apply", "-f", "-")]
    [InlineData(false, "diff", "-f", "-")]
    [InlineData(false, "sync", "-f", "-", "--yes")]
    [InlineData(false, "login")]
    [InlineData(true, "sync", "-f", "desk.yaml")]
    public async Task While_it_waits_for_input(bool asksPerson, params string[] args)
    {
        using var pressed = new CancellationTokenSource();
        var silent = new Pipe();
        Shell.InputIsTerminal = asksPerson;
        Shell.OpenInput = () =>
        {
            pressed.CancelAfter(TimeSpan.FromMilliseconds(50));
            return silent.Reader.AsStream();
        };
        Shell.Write("desk.yaml", "services: { shop: http://10.0.0.11:9000 }");
        Control.Configuration.OnChange = _ =>
        [
            ScriptedConfiguration.Differences(new Difference { Action = Config.V1.Action.Delete, Kind = Kind.Route, Name = "old" }),
            ScriptedConfiguration.Result(new ChangeResult { Revision = 7, Base = 7 }),
        ];
        var ended = (await Shell.RunAsync(pressed.Token, new StringWriter(), args)).Expect(1);
        Assert.EndsWith("error: cancelled\n", ended.Error, StringComparison.Ordinal);
        Assert.All(Control.Configuration.Changes, change => Assert.True(change.Header.DryRun));
        await silent.Writer.CompleteAsync();
    }
}
