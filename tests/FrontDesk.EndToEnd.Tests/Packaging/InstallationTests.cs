using System.Runtime.Versioning;
using FrontDesk.Testing.Desks;
using FrontDesk.Testing.Files;
using FrontDesk.Testing.Processes;

namespace FrontDesk.EndToEnd.Tests.Packaging;

/// <summary>The systemd units and their installer. What they install is a stand-in: publishing takes minutes, and deploy/publish is a few lines.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class InstallationTests : IDisposable
{
    private static readonly string[] Installed = ["controlplane", "edge"];

    private readonly TempDirectory _directory = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string Host => _directory["host"];

    [Fact]
    public async Task The_units_are_what_systemd_takes_and_expose_little()
    {
        Unpack("1");
        foreach (var program in Installed)
        {
            await InstallAsync(program);
            // The unit names a path of the host; here it is below a folder.
            var unit = _directory.Write($"units/frontdesk-{program}.service", Read($"etc/systemd/system/frontdesk-{program}.service").Replace("/opt/", $"{Host}/opt/", StringComparison.Ordinal));

            Assert.Equal("", await RunAsync("systemd-analyze", "verify", unit));
            Assert.Contains(" OK ", (await RunAsync("systemd-analyze", "security", "--offline=true", "--threshold=25", unit)).Split('\n')[^1], StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task An_upgrade_replaces_the_programs_and_leaves_flags_and_token_alone()
    {
        Unpack("1");
        await InstallAsync("controlplane");
        await InstallAsync("edge");
        Write("etc/frontdesk/edge.env", "FRONTDESK_CONTROL_PLANE=https://desk.test:7401\n");
        Write("etc/frontdesk/join.token", "fdj_…\n");

        Unpack("2");
        await InstallAsync("controlplane");
        await InstallAsync("edge");

        Assert.All(["frontdesk", "frontdesk-controlplane", "frontdesk-edge"], program => Assert.Equal($"#!/bin/sh\necho {program} 2\n", Read($"opt/frontdesk/{program}")));
        Assert.Equal("FRONTDESK_CONTROL_PLANE=https://desk.test:7401\n", Read("etc/frontdesk/edge.env"));
        Assert.Equal("fdj_…\n", Read("etc/frontdesk/join.token"));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(Host, "etc/frontdesk/controlplane.env")));
    }

    [Fact]
    public async Task What_the_flags_files_set_are_flags_that_are_there()
    {
        foreach (var (program, assembly) in new[] { ("controlplane", Programs.ControlPlane), ("edge", Programs.Edge) })
        {
            var help = await RunAsync(Programs.Dotnet, "exec", assembly, "--help");
            var set = File.ReadLines(Repository.PathOf($"deploy/systemd/{program}.env")).Select(line => line.TrimStart('#').Split('=')[0]).Where(name => name.StartsWith("FRONTDESK_", StringComparison.Ordinal));

            // The password is in no flag, so that it is in no list of processes.
            Assert.All(set.Except(["FRONTDESK_STORE_PASSWORD"]), name => Assert.Contains($"[{name}]", help, StringComparison.Ordinal));
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _directory.Dispose();

    private void Unpack(string version)
    {
        foreach (var file in Directory.EnumerateFiles(Repository.PathOf("deploy/systemd")))
        {
            Directory.CreateDirectory(_directory["archive"]);
            File.Copy(file, Path.Combine(_directory["archive"], Path.GetFileName(file)), overwrite: true);
        }

        foreach (var program in new[] { "frontdesk", "frontdesk-controlplane", "frontdesk-edge" })
        {
            File.SetUnixFileMode(_directory.Write($"archive/{program}", $"#!/bin/sh\necho {program} {version}\n"), (UnixFileMode)0b111_101_101);
        }
    }

    private async Task InstallAsync(string program)
    {
        await using var installer = RunningProgram.Start("install", _directory["archive/install"], [program], new Dictionary<string, string?> { ["DESTDIR"] = Host }, _directory.Path);
        Assert.True(await installer.WaitForExitAsync(Stop) == 0, installer.Describe());
    }

    private static async Task<string> RunAsync(string program, params string[] arguments)
    {
        await using var running = RunningProgram.Start(program, program, arguments, Programs.CleanEnvironment());
        Assert.True(await running.WaitForExitAsync(Stop) == 0, running.Describe());
        return (running.Output.Text + running.Errors.Text).Trim();
    }

    private string Read(string path) => File.ReadAllText(Path.Combine(Host, path));

    private void Write(string path, string text) => File.WriteAllText(Path.Combine(Host, path), text);
}
