namespace FrontDesk.Architecture.Tests;

/// <summary>Holds the pure projects to doing nothing but computing.</summary>
public sealed class PurityTests
{
    /// <summary>Types, or members, whose use means input, output, a clock, chance or a thread.</summary>
    private static readonly string[] Impure =
    [
        "System.IO.File.", "System.IO.FileInfo.", "System.IO.FileStream.", "System.IO.Directory.", "System.IO.DirectoryInfo.",
        "System.IO.FileSystemInfo.", "System.IO.Path.GetFullPath", "System.IO.Path.GetTemp", "System.Console.", "System.Diagnostics.Process.",
        "System.Diagnostics.Stopwatch.", "System.Net.Sockets.", "System.Net.Http.", "System.Net.Dns.", "System.DateTime.get_Now",
        "System.DateTime.get_UtcNow", "System.DateTimeOffset.get_Now", "System.DateTimeOffset.get_UtcNow", "System.Random.get_Shared",
        "System.Guid.NewGuid", "System.Environment.Get", "System.Threading.Thread.", "System.Threading.Tasks.Task.Run", "System.Threading.Tasks.Task.Delay",
        "System.Threading.Timer.",
    ];

    [Theory]
    [InlineData("dataplane/FrontDesk.Routing")]
    [InlineData("controlplane/FrontDesk.Configuration")]
    public void Pure_projects_read_no_file_no_clock_and_no_network(string project) =>
        Rule.Holds(
            $"{project} is pure; what it refers to here is not:",
            [.. Assemblies.References(project).Where(member => Impure.Any(start => member.StartsWith(start, StringComparison.Ordinal)))]);
}
