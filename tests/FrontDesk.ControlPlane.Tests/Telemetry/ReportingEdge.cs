using FrontDesk.ControlPlane.Tests.Hosting;
using FrontDesk.ControlPlane.Tests.Publishing;
using FrontDesk.Edge.V1;
using Grpc.Core;

namespace FrontDesk.ControlPlane.Tests.Telemetry;

/// <summary>An edge's stream of reports.</summary>
internal sealed class ReportingEdge(ScriptedEdge edge) : IDisposable
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private readonly AsyncDuplexStreamingCall<WatchReport, WatchOrder> _call =
        new FrontDesk.Edge.V1.Telemetry.TelemetryClient(edge.At.Edges(edge.Certificate)).Watch(cancellationToken: Token);

    public string Name => edge.Name;

    public static async Task<ReportingEdge> StartAsync(LocalDesk desk, string name)
    {
        var edge = await ScriptedEdge.EnrolAsync(desk, name);
        await edge.ConnectAsync();
        return new ReportingEdge(edge);
    }

    public async Task<WatchOrder> OrderAsync()
    {
        Assert.True(await _call.ResponseStream.MoveNext(Token));
        return _call.ResponseStream.Current;
    }

    public Task ReportAsync(ulong unfollowed, params LimitUse[] uses) =>
        _call.RequestStream.WriteAsync(new WatchReport { Limits = { uses }, Unfollowed = unfollowed }, Token);

    public Task TellAsync(ulong dropped, params RequestLine[] lines) =>
        _call.RequestStream.WriteAsync(new WatchReport { Requests = { lines }, Dropped = dropped }, Token);

    public void Dispose()
    {
        _call.Dispose();
        edge.Dispose();
    }
}
