using System.Globalization;
using FrontDesk.EndToEnd.Tests.Desks;
using FrontDesk.Testing.Desks;
using FrontDesk.Testing.Faults;
using FrontDesk.Testing.Processes;
using FrontDesk.Testing.Waiting;

namespace FrontDesk.EndToEnd.Tests.Faults;

/// <summary>The command line dies in the middle of its work.</summary>
public class CommandFaultTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_command_killed_in_mid_apply_and_run_again_with_its_key_is_applied_once()
    {
        await using var desk = await TestDesk.StartAsync(Stop);
        await using var link = new FaultLink(new Uri(desk.Server).Port);
        var environment = desk.Environment;
        environment["FRONTDESK_SERVER"] = string.Create(CultureInfo.InvariantCulture, $"https://127.0.0.1:{link.Port}");
        string[] apply = ["apply", "-f", desk.Write("killed.yaml", "services: { killed: http://127.0.0.1:9 }"), "--idempotency-key", "killed-in-mid-apply", "-o", "json"];

        // What it is answered takes a second a piece: it is killed after the commit and before it knows.
        link.FromTarget.Slow(TimeSpan.FromSeconds(1));
        await using (var command = RunningProgram.Start("frontdesk", Programs.Dotnet, ["exec", Programs.CommandLine, .. apply], Programs.CleanEnvironment(environment)))
        {
            await Eventually.TrueAsync("the change to be committed", async () => await HeadAsync(desk) == 1, Stop);
            link.FromTarget.Lose();
            await command.KillAsync();
        }

        link.Heal();
        var again = (await CommandLine.RunAsync(environment, Path.GetTempPath(), Stop, apply)).Expect().Json();

        Assert.Equal(1, again.Number("revision"));
        Assert.True(again.GetProperty("repeated").GetBoolean());
        Assert.Equal(1u, await HeadAsync(desk));
    }

    private static async Task<uint> HeadAsync(TestDesk desk) => (await desk.StatusAsync(Stop)).Head;
}
