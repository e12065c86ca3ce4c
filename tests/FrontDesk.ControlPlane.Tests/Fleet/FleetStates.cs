using FrontDesk.Admin.V1;
using FrontDesk.ControlPlane.Fleet;
using FrontDesk.ControlPlane.Tests.Hosting;

namespace FrontDesk.ControlPlane.Tests.Fleet;

/// <summary>Waits for what the fleet is said to be.</summary>
internal static class FleetStates
{
    /// <summary>Waits until an edge is in a state, and gives the status that says so.</summary>
    public static async Task<EdgeStatus> WaitAsync(LocalDesk desk, string edge, EdgeState state)
    {
        var live = desk.Get<LiveEdges>();
        while (true)
        {
            var next = live.Changed.Next;
            var fleet = await desk.Fleet.GetStatusAsync(new GetStatusRequest(), cancellationToken: TestContext.Current.CancellationToken);
            if (fleet.Edges.SingleOrDefault(one => one.Name == edge) is { } status && status.StateCode == state)
            {
                return status;
            }

            await next.WaitAsync(Patience.Ample, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Waits until an edge's error begins with some words, and gives the status that says so.</summary>
    public static async Task<EdgeStatus> ErrorAsync(LocalDesk desk, string edge, string said)
    {
        var live = desk.Get<LiveEdges>();
        while (true)
        {
            var next = live.Changed.Next;
            var fleet = await desk.Fleet.GetStatusAsync(new GetStatusRequest(), cancellationToken: TestContext.Current.CancellationToken);
            if (fleet.Edges.Single(one => one.Name == edge) is { } status && status.Error.StartsWith(said, StringComparison.Ordinal))
            {
                return status;
            }

            await next.WaitAsync(Patience.Ample, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Waits until an alarm says something.</summary>
    public static async Task AlarmAsync(LocalDesk desk, string said)
    {
        var live = desk.Get<LiveEdges>();
        while (true)
        {
            var next = live.Changed.Next;
            var fleet = await desk.Fleet.GetStatusAsync(new GetStatusRequest(), cancellationToken: TestContext.Current.CancellationToken);
            if (fleet.Alarms.Any(alarm => alarm.Contains(said, StringComparison.Ordinal)))
            {
                return;
            }

            await next.WaitAsync(Patience.Ample, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Waits until an edge was heard of now, by the control plane's clock.</summary>
    public static async Task HeardAsync(LocalDesk desk, string edge, DateTimeOffset now)
    {
        var live = desk.Get<LiveEdges>();
        while (true)
        {
            var next = live.Changed.Next;
            if (live.Find(edge)?.LastSeen == now)
            {
                return;
            }

            await next.WaitAsync(Patience.Ample, TestContext.Current.CancellationToken);
        }
    }
}
