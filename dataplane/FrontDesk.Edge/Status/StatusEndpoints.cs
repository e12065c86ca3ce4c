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
        app.MapGet("/readyz", (CurrentSnapshot current, Drain drain, OperatorDrain order) => (current.Value, drain.HasBegun, order.IsOrdered) switch
        {
            (_, true, _) => Results.Text("not ready: draining\n", statusCode: StatusCodes.Status503ServiceUnavailable),
            (null, _, _) => Results.Text("not ready: never had a configuration\n", statusCode: StatusCodes.Status503ServiceUnavailable),
            (_, _, true) => Results.Text("not ready: drained by an operator\n", statusCode: StatusCodes.Status503ServiceUnavailable),
            ({ } snapshot, _, _) => Results.Text($"ready: revision {snapshot.Revision}\n"),
        });
        app.MapPrometheusScrapingEndpoint("/metrics");
    }
}
