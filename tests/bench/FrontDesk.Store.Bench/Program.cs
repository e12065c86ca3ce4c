// What the store costs:   dotnet run -c Release --project tests/bench/FrontDesk.Store.Bench -- [embedded|redis://…] [routes]
// A Redis must be empty; its password comes from FRONTDESK_STORE_PASSWORD.
using System.Diagnostics;
using System.Globalization;
using FrontDesk.Config.V1;
using FrontDesk.ControlPlane.Revisions;
using FrontDesk.ControlPlane.Store;
using Google.Protobuf;
using Microsoft.Extensions.Logging.Abstractions;

const int Commits = 1_000;
var address = args.ElementAtOrDefault(0) ?? "embedded";
var routes = int.Parse(args.ElementAtOrDefault(1) ?? "10000", CultureInfo.InvariantCulture);
var directory = Directory.CreateTempSubdirectory("frontdesk-bench-").FullName;
var options = new StoreOptions { DataDirectory = directory, Store = address, Password = Environment.GetEnvironmentVariable("FRONTDESK_STORE_PASSWORD") };
try
{
    await using (var store = await OpenAsync("open, empty"))
    {
        Say("memory, empty", Memory());

        var watch = Stopwatch.StartNew();
        await CommitAsync(store, [Put(Service()), .. Enumerable.Range(0, routes).Select(i => Put(Route(i, 0)))]);
        Say($"commit of {routes:N0} routes", Milliseconds(watch.Elapsed));

        watch.Restart();
        _ = store.Desk.Current.Scope("default").Model;
        Say("first compile of the scope", Milliseconds(watch.Elapsed));

        var times = new List<TimeSpan>();
        var allocated = GC.GetTotalAllocatedBytes(precise: true);
        for (var i = 0; i < Commits; i++)
        {
            watch.Restart();
            await CommitAsync(store, [Put(Route(i % routes, i + 1))]);
            times.Add(watch.Elapsed);
        }

        allocated = (GC.GetTotalAllocatedBytes(precise: true) - allocated) / Commits;
        times.Sort();
        Say($"commit of one changed route, median of {Commits:N0}", Milliseconds(times[Commits / 2]));
        Say("the same, 99th percentile", Milliseconds(times[Commits * 99 / 100]));
        Say("allocated by it, server and scope included", $"{allocated / 1024} KiB");
        Say("memory", Memory());
    }

    await using var again = await OpenAsync($"open with {routes:N0} routes and {Commits + 1:N0} revisions");
    Say("memory after that", Memory());
    var compile = Stopwatch.StartNew();
    _ = again.Desk.Current.Scope("default").Model;
    Say("first compile of the scope", Milliseconds(compile.Elapsed));
    Say("memory with the compiled scope", Memory());
}
finally
{
    Directory.Delete(directory, recursive: true);
}

async Task<ControlPlaneStore> OpenAsync(string what)
{
    var watch = Stopwatch.StartNew();
    var store = await ControlPlaneStore.OpenAsync(options, NullLoggerFactory.Instance, TimeProvider.System, CancellationToken.None);
    Say(what, Milliseconds(watch.Elapsed));
    return store;
}

static async Task CommitAsync(ControlPlaneStore store, IReadOnlyList<Operation> operations)
{
    var commit = new Commit { ExpectedHead = store.Desk.Current.Head.Revision, Operations = operations, Author = "bench" };
    _ = await store.Desk.CommitAsync(commit, CancellationToken.None) as CommitOutcome.Committed ?? throw new InvalidOperationException("The commit met another head: the Redis is not this bench's own.");
}

static Operation Put(Resource resource) => new()
{
    Put = new StoredResource { Kind = (Kind)(int)resource.ConfigCase, Name = resource.Name, Resource = resource.ToByteString() },
};

static Resource Service() => new() { Name = "web", Service = new ServiceConfig { Endpoints = { new FrontDesk.Config.V1.Endpoint { Url = "http://10.0.0.1:9000" } } } };

static Resource Route(int i, int revision) => new()
{
    Name = $"host-{i}.example.com",
    Labels = { ["revision"] = $"{revision}" },
    Route = new RouteConfig { Hosts = { $"host-{i}.example.com" }, To = { new Destination { Service = "web" } } },
};

static string Milliseconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:N1} ms");

static string Memory()
{
    GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
    using var process = Process.GetCurrentProcess();
    return $"{process.WorkingSet64 >> 20} MiB (of these {GC.GetTotalMemory(forceFullCollection: false) >> 20} MiB managed)";
}

static void Say(string what, string value) => Console.WriteLine($"| {what} | {value} |");
