using FrontDesk.Testing.Desks;
using FrontDesk.Testing.Files;
using FrontDesk.Testing.Processes;

namespace FrontDesk.EndToEnd.Tests.Packaging;

/// <summary>`frontdesk` comes as a .NET tool.</summary>
public sealed class ToolTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_packed_tool_installs_and_runs()
    {
        await DotnetAsync("pack", Repository.PathOf("controlplane/FrontDesk.Cli"), "-c", Repository.Configuration, "--no-build", "--no-restore", "-o", _directory["packages"]);
        // Nothing but the package itself: an installation must not depend on a registry.
        var sources = _directory.Write("nuget.config", "<configuration><packageSources><clear /><add key=\"here\" value=\"packages\" /></packageSources></configuration>");
        await DotnetAsync("tool", "install", "FrontDesk.Cli", "--tool-path", _directory["tools"], "--configfile", sources);

        await using var tool = RunningProgram.Start("frontdesk", Path.Combine(_directory["tools"], "frontdesk"), ["version"], Programs.CleanEnvironment());

        Assert.Equal(0, await tool.WaitForExitAsync(Stop));
        Assert.StartsWith("frontdesk ", tool.Output.Text, StringComparison.Ordinal);
    }

    /// <inheritdoc/>
    public void Dispose() => _directory.Dispose();

    private async Task DotnetAsync(params string[] arguments)
    {
        // The tool's package goes into a cache of the test's own.
        var environment = new Dictionary<string, string?> { ["MSBUILDDISABLENODEREUSE"] = "1", ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1", ["DOTNET_NOLOGO"] = "1" };
        await using var dotnet = RunningProgram.Start("dotnet", Programs.Dotnet, arguments, environment, _directory.Path);
        Assert.True(await dotnet.WaitForExitAsync(Stop) == 0, dotnet.Describe());
    }
}
