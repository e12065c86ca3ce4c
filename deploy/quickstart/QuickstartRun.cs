using System.Text.Json;

namespace FrontDesk.Quickstart;

/// <summary>One run: starts everything in order, waits until it serves, and ends everything.</summary>
internal sealed class QuickstartRun(Places places, TextWriter output) : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan Courtesy = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);
    private readonly CommandLine _command = new(places);
    private readonly List<Child> _children = [];

    /// <summary>Makes the data directory, from nothing where <paramref name="clean"/> is set.</summary>
    public void Prepare(bool clean)
    {
        if (clean && Directory.Exists(places.Data))
        {
            if (!File.Exists(places.Marker))
            {
                throw new QuickstartException($"{places.Data} was not made by the quickstart, so --clean leaves it alone. Delete it yourself, or choose another --data.");
            }

            Directory.Delete(places.Data, recursive: true);
        }

        Directory.CreateDirectory(places.Data);
        File.WriteAllText(places.Marker, "");
        places.WriteDesk();
    }

    /// <summary>Starts the processes and applies desk.yaml; returns when both edges serve it.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        // 1. Sample services and the control plane.
        var self = Path.Combine(AppContext.BaseDirectory, "quickstart.dll");
        foreach (var (name, port) in places.Services)
        {
            Start($"service {name}", $"service-{name}", self, "service", name, port);
        }

        Start(
            "control plane",
            "control-plane",
            Places.Program("controlplane/FrontDesk.ControlPlane", "frontdesk-controlplane"),
            "--data", places.ControlPlane, "--store", "embedded", "--listen", places.Operators, "--edge-listen", places.EdgesConnect);
        await UntilAsync("the control plane to answer", _ => true, cancellationToken);

        // 2. Edges; those that enrolled in an earlier run do not need the token any more.
        await WriteJoinTokenAsync(cancellationToken);
        foreach (var (name, address) in Places.Edges)
        {
            Start(
                name,
                name,
                Places.Program("dataplane/FrontDesk.Edge", "frontdesk-edge"),
                "--control-plane", $"https://{places.EdgesConnect}", "--data", places.Edge(name), "--join-file", places.JoinToken, "--name", name,
                "--bind-address", address, "--status", $"{address}:{places.Status}");
        }

        await UntilAsync("both edges to connect", status => Edges(status).All(edge => edge.State != "offline"), cancellationToken);

        // 3. The configuration.
        output.WriteLine($"applying {places.Desk}");
        output.WriteLine(await _command.MustRunAsync(cancellationToken, "apply", "-f", places.Desk, "--wait", "--message", "quickstart"));
        await UntilAsync("both edges to serve it", status => Edges(status).All(edge => edge.State == "in-sync"), cancellationToken);
        Instructions.Write(output, places, _command.Environment);
    }

    /// <summary>Returns never; throws when one of the processes ends, or when it is time to stop.</summary>
    public async Task WatchAsync(CancellationToken cancellationToken)
    {
        var ended = await AnyEndAsync(cancellationToken);
        // A terminal sends Ctrl-C to the children too, and they may be faster than we are.
        await Task.Delay(Courtesy, cancellationToken);
        throw new QuickstartException(Tell(ended));
    }

    /// <summary>Ends all processes, the last started first.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_children.Count > 0)
        {
            output.WriteLine("stopping");
        }

        foreach (var child in Enumerable.Reverse(_children))
        {
            await child.DisposeAsync();
        }
    }

    private static List<(string Name, string State)> Edges(JsonDocument status)
    {
        var states = status.RootElement.GetProperty("edges").EnumerateArray()
            .ToDictionary(edge => edge.GetProperty("name").GetString()!, edge => edge.GetProperty("state").GetString()!);
        return [.. Places.Edges.Select(edge => (edge.Name, states.GetValueOrDefault(edge.Name, "offline")))];
    }

    private static string Tell(Child child) =>
        $"{child.Name} ended by itself with code {child.ExitCode}, so everything is stopped. Its last lines ({child.LogFile}):\n{child.LastLines()}";

    private void Start(string name, string log, string assembly, params string[] arguments)
    {
        output.WriteLine($"starting {name}");
        _children.Add(Child.Start(name, places.Log(log), assembly, arguments));
    }

    private async Task WriteJoinTokenAsync(CancellationToken cancellationToken)
    {
        var uses = Places.Edges.Count.ToString(System.Globalization.CultureInfo.InvariantCulture);
        using var answer = JsonDocument.Parse(await _command.MustRunAsync(cancellationToken, "join-token", "--uses", uses, "-o", "json"));
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        await using var file = new StreamWriter(places.JoinToken, options);
        await file.WriteLineAsync(answer.RootElement.GetProperty("token").GetString());
    }

    /// <summary>Asks for the fleet's status until it fits; gives up when a process ends or the time is over.</summary>
    private async Task UntilAsync(string what, Func<JsonDocument, bool> fits, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        var ended = AnyEndAsync(patience.Token);
        using var timer = new PeriodicTimer(Pause);
        try
        {
            do
            {
                if (ended.IsCompletedSuccessfully)
                {
                    throw new QuickstartException(Tell(await ended));
                }

                using var status = File.Exists(places.AdminToken) ? await _command.StatusAsync(patience.Token) : null;
                if (status is not null && fits(status))
                {
                    return;
                }
            }
            while (await timer.WaitForNextTickAsync(patience.Token));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new QuickstartException($"Waited {Patience.TotalSeconds} s for {what}, in vain. See {Path.GetDirectoryName(places.Log("x"))} for what happened.");
        }
        finally
        {
            // Ends the watch that was started above.
            await patience.CancelAsync();
        }
    }

    private async Task<Child> AnyEndAsync(CancellationToken cancellationToken)
    {
        var waits = _children.ToDictionary(child => child.WaitAsync(cancellationToken));
        var first = await Task.WhenAny(waits.Keys);
        await first;
        return waits[first];
    }
}
