using System.Globalization;

namespace FrontDesk.Quickstart;

/// <summary>Where programs, data and addresses of the quickstart are.</summary>
/// <param name="data">The directory that holds everything the quickstart writes.</param>
/// <param name="shift">What is added to every port; 0 to 50,000.</param>
internal sealed class Places(string data, int shift = 0)
{

    /// <summary>The edges, by name, with the address that each binds.</summary>
    public static readonly IReadOnlyList<(string Name, string Address)> Edges = [("edge-1", "127.0.0.1"), ("edge-2", "127.0.0.2")];

    private static readonly string DeskInTree = Path.Combine(FindRoot(), "deploy", "quickstart", "desk.yaml");

    /// <summary>The working copy.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Where operators connect.</summary>
    public string Operators => $"127.0.0.1:{Port(7400)}";

    /// <summary>Where edges connect.</summary>
    public string EdgesConnect => $"127.0.0.1:{Port(7401)}";

    /// <summary>The sample services with their ports on 127.0.0.1, as in desk.yaml.</summary>
    public IReadOnlyList<(string Name, string Port)> Services => [("shop", Port(9101)), ("api", Port(9102))];

    /// <summary>The port of http on both edges, as in desk.yaml.</summary>
    public string Http => Port(8080);

    /// <summary>The port of https on both edges, as in desk.yaml.</summary>
    public string Https => Port(8443);

    /// <summary>The port of the edges' status addresses.</summary>
    public string Status => Port(7402);

    /// <summary>The configuration that is applied: the working copy's desk.yaml, or where ports are shifted, a copy with those ports.</summary>
    public string Desk => shift == 0 ? DeskInTree : Path.Combine(data, "desk.yaml");

    /// <summary>The directory that holds everything the quickstart writes.</summary>
    public string Data => data;

    /// <summary>Marks <see cref="Data"/> as ours, so that --clean deletes nothing else.</summary>
    public string Marker => Path.Combine(data, ".quickstart");

    /// <summary>The control plane's data.</summary>
    public string ControlPlane => Path.Combine(data, "control-plane");

    /// <summary>The authority's certificate, for clients.</summary>
    public string Authority => Path.Combine(ControlPlane, "ca.crt");

    /// <summary>The token of the first operator.</summary>
    public string AdminToken => Path.Combine(ControlPlane, "admin.token");

    /// <summary>The join token for the edges.</summary>
    public string JoinToken => Path.Combine(data, "join.token");

    /// <summary>What a shell needs for the commands to try.</summary>
    public string ShellFile => Path.Combine(data, "env.sh");

    /// <summary>An edge's data.</summary>
    public string Edge(string name) => Path.Combine(data, name);

    /// <summary>What a process writes.</summary>
    public string Log(string name) => Path.Combine(data, "logs", name + ".log");

    /// <summary>Writes the copy of desk.yaml, where one is needed.</summary>
    public void WriteDesk()
    {
        if (shift != 0)
        {
            string[] ports = ["8080", "8443", "9101", "9102"];
            File.WriteAllText(Desk, ports.Aggregate(File.ReadAllText(DeskInTree), (text, port) => text.Replace(port, Port(int.Parse(port, CultureInfo.InvariantCulture)), StringComparison.Ordinal)));
        }
    }

    private string Port(int port) => (port + shift).ToString(CultureInfo.InvariantCulture);

    /// <summary>A built program of the working copy, for `dotnet exec`.</summary>
    public static string Program(string project, string assembly)
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        var path = Path.Combine(Root, project, "bin", configuration, "net10.0", assembly + ".dll");
        return File.Exists(path) ? path : throw new QuickstartException($"{path} is not there. Build the solution: dotnet build {Root}");
    }

    private static string FindRoot()
    {
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            if (File.Exists(Path.Combine(directory.FullName, "FrontDesk.sln")))
            {
                return directory.FullName;
            }
        }

        throw new QuickstartException($"No FrontDesk.sln above {AppContext.BaseDirectory}: the quickstart runs from a working copy.");
    }
}
