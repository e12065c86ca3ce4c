using FrontDesk.Config.V1;
using FrontDesk.ControlPlane.Revisions;
using FrontDesk.ControlPlane.Store;
using Google.Protobuf;
using Microsoft.Extensions.Logging.Abstractions;

namespace FrontDesk.StoreVictim;

/// <summary>Commits revisions, every fifth a large one, with compactions in between.</summary>
internal static class Committing
{
    private const int ManyRoutes = 8_000;

    public static async Task RunAsync(string directory)
    {
        var options = new StoreOptions { DataDirectory = directory, KeepRevisions = 8, OperationTimeout = TimeSpan.FromMinutes(1), EmbeddedLimits = new EmbeddedStoreLimits(CheckpointSeconds: 1) };
        await using var store = await ControlPlaneStore.OpenAsync(options, NullLoggerFactory.Instance, TimeProvider.System, CancellationToken.None);
        while (true)
        {
            var head = store.Desk.Current.Head.Revision;
            var routes = head % 5 == 4 ? ManyRoutes : 1;
            var commit = new Commit
            {
                ExpectedHead = head,
                Author = "victim",
                Operations = [.. Enumerable.Range(0, routes).Select(route => Put(route, head + 1))],
            };
            await store.Desk.CommitAsync(commit, CancellationToken.None);
            Console.Out.WriteLine($"{head + 1} {store.Desk.Current.Digest}");
        }
    }

    private static Operation Put(int route, uint revision)
    {
        var host = $"host-{route}.example.com";
        var resource = new Resource { Name = host, Labels = { ["revision"] = $"{revision}" }, Route = new RouteConfig { Hosts = { host }, Respond = new Respond { Status = 204 } } };
        return new Operation { Put = new StoredResource { Kind = Kind.Route, Name = host, Resource = resource.ToByteString() } };
    }
}
