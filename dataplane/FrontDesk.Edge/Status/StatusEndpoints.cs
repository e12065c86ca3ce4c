using FrontDesk.Edge.Hosting;
using FrontDesk.Edge.Snapshots;

namespace FrontDesk.Edge.Status;

/// <summary>What the status address answers: whether the process lives, whether it can serve, and its metrics.</summary>
internal static class StatusEndpoints
{
    /// <summary>Maps them.</summary>
    public static void MapStatus(this WebApplication app)
    {
        app.MapGet("/healthz", () => Results.Text("alive\n"));
        app.MapGet("/readyz", (CurrentSnapshot current, Drain drain) => (current.Value, drain.HasBegun) switch
        {
            (_, true) => Results.Text("not ready: draining\n", statusCode: StatusCodes.Status503ServiceUnavailable),
            (null, _) => Results.Text("not ready: never had a configuration\n", statusCode: StatusCodes.Status503ServiceUnavailable),
            ({ } snapshot, _) => Results.Text($"ready: revision {snapshot.Revision}\n"),
        });
        app.MapPrometheusScrapingEndpoint("/metrics");
    }
}
