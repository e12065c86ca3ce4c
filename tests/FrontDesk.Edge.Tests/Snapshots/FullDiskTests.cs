using FrontDesk.Edge.Tests.Hosting;
using FrontDesk.Edge.Tests.Sync;
using FrontDesk.Testing.Desks;
using FrontDesk.Testing.Files;
using FrontDesk.Testing.Networking;
using FrontDesk.Testing.Processes;

namespace FrontDesk.Edge.Tests.Snapshots;

/// <summary>An edge, as a process, on a real file system that is really full: a small one of its own, in a mount namespace that ends with it.</summary>
public sealed class FullDiskTests
{
    private readonly int _port = FreePort.Next();
    private readonly int _status = FreePort.Next();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_full_file_system_holds_back_nothing_and_is_written_again_when_there_is_room()
    {
        using var data = new TempDirectory();
        await using var plane = await ScriptedControlPlane.StartAsync();
        var disk = Directory.CreateDirectory(data["disk"]).FullName;
        string[] join = ["--join-file", data.Write("join.token", plane.Authority.JoinToken)];
        string[] command =
        [
            .. Environment.IsPrivilegedProcess ? [] : new[] { "--map-root-user" }, "--mount", "/bin/sh", "-c", "mount -t tmpfs -o size=1m tmpfs \"$0\" && exec \"$@\"", disk,
            Programs.Dotnet, .. Arguments(plane, Path.Combine(disk, "edge"), data), .. join,
        ];
        var scope = new ScriptedScope();
        await using (var edge = RunningProgram.Start("edge", "unshare", command, Programs.CleanEnvironment()))
        {
            var stream = await plane.NextStreamAsync();
            scope.Put(Resources.Plain("web", _port), Resources.Answer("hello", "a.test", "one"));
            await stream.WelcomeAsync(scope.Position);
            await stream.SendAsync(scope.Snapshot());
            Assert.Empty((await stream.NextAnswerAsync()).Ack.Degraded);
            var inside = $"/proc/{edge.Id}/root{disk}";
            Fill(Path.Combine(inside, "filling"));

            await stream.SendAsync(scope.Put(Resources.Answer("hello", "a.test", new string('2', 60_000))));
            Assert.Equal("last-known-good", Assert.Single((await stream.NextAnswerAsync()).Ack.Degraded).Resource.Name);
            Assert.StartsWith("222", (await ServedEdge.GetAsync(_port)).Body, StringComparison.Ordinal);

            File.Delete(Path.Combine(inside, "filling"));
            await stream.NextAsync(message => message.Beat is { Degraded.Count: 0 });
            Copy(Path.Combine(inside, "edge"), data["copy"]);
            await edge.KillAsync();
        }

        await plane.DisposeAsync();
        await using var again = RunningProgram.Start("edge", Programs.Dotnet, Arguments(plane, data["copy"], data), Programs.CleanEnvironment());
        await again.WaitForLineAsync("it serves from its disk", line => line.Contains("[2101]", StringComparison.Ordinal), Stop);
        Assert.StartsWith("222", (await ServedEdge.GetAsync(_port)).Body, StringComparison.Ordinal);
    }

    private string[] Arguments(ScriptedControlPlane plane, string directory, TempDirectory data) =>
    [
        "exec", Programs.Edge, "--control-plane", plane.Address.ToString(), "--data", directory, "--name", "edge-1", "--status", $"127.0.0.1:{_status}",
        "--bind-address", "127.0.0.1", "--access-log", data["access.log"],
    ];

    private static void Fill(string path)
    {
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        Action fill = () =>
        {
            while (true)
            {
                file.Write(new byte[4096]);
            }
        };
        Assert.Throws<IOException>(fill);
    }

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(Path.Combine(to, "configuration"));
        // The lock is the living edge's alone.
        foreach (var file in Directory.GetFiles(from, "*", SearchOption.AllDirectories).Where(file => Path.GetFileName(file) != "lock"))
        {
            File.Copy(file, Path.Combine(to, Path.GetRelativePath(from, file)));
        }
    }
}
