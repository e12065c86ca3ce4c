using FrontDesk.Config.V1;
using FrontDesk.Testing.Desks;

namespace FrontDesk.Fleet.Bench;

/// <summary>A desk of host routes, as a self-service platform has them.</summary>
internal static class Routes
{
    private const int Services = 500;

    // Above what one call may carry, many applies do the same.
    private const int MostInOneApply = 100_000;

    /// <summary>A route with a host of its own, to one of the services.</summary>
    public static Resource Route(int i, int service) => new()
    {
        Name = $"route-{i}",
        Route = new RouteConfig { Hosts = { $"host-{i:x}.customers.example.com" }, To = { new Destination { Service = $"service-{service % Services}" } } },
    };

    /// <summary>A route with a host of its own that needs no service.</summary>
    public static Resource Answer(int i, int number) => new()
    {
        Name = $"route-{i}",
        Route = new RouteConfig { Hosts = { $"host-{i:x}.customers.example.com" }, Respond = new Respond { Status = 200, Body = $"{number}" } },
    };

    /// <summary>Puts a listener, the services and that many routes, and waits until all edges serve them.</summary>
    public static async Task PutAsync(TestDesk desk, int routes)
    {
        var listener = new Resource { Name = "http", Listener = new ListenerConfig { Bind = $":{desk.HttpPort}", Protocol = Protocol.Http } };
        var services = Enumerable.Range(0, Services).Select(static i => new Resource
        {
            Name = $"service-{i}",
            Service = new ServiceConfig { Endpoints = { new Endpoint { Url = $"http://10.0.{i / 250}.{(i % 250) + 1}:9000" } } },
        });
        var last = await desk.PutAsync(CancellationToken.None, [listener, .. services]);
        for (var start = 0; start < routes; start += MostInOneApply)
        {
            last = await desk.PutAsync(CancellationToken.None, Enumerable.Range(start, Math.Min(MostInOneApply, routes - start)).Select(static i => Route(i, i)));
        }

        await desk.WaitForEdgesAsync(last, CancellationToken.None);
    }
}
