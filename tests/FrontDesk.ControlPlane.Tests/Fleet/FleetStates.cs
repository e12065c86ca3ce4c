using FrontDesk.Admin.V1;
using FrontDesk.ControlPlane.Fleet;
using FrontDesk.ControlPlane.Tests.Hosting;

namespace FrontDesk.ControlPlane.Tests.Fleet;

/// <summary>Waits for what the fleet is said to be.</summary>
internal static class FleetStates
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Waits until an edge is in a state, and gives its status.</summary>
    public static async Task<EdgeStatus> WaitAsync(LocalDesk desk, string edge, EdgeState state)
    {
        var live = desk.Get<LiveEdges>();
        while (true)
        {
            var next = live.Changed.Next;
            if (live.Find(edge)?.State == state)
            {
                var status = await desk.Fleet.GetStatusAsync(new GetStatusRequest(), cancellationToken: TestContext.Current.CancellationToken);
                return status.Edges.Single(one => one.Name == edge);
            }

            await next.WaitAsync(Patience, TestContext.Current.CancellationToken);
        }
    }
}
