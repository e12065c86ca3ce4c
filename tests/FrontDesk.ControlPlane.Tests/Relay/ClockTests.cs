using FrontDesk.Admin.V1;
using FrontDesk.ControlPlane.Tests.Admin;
using FrontDesk.ControlPlane.Tests.Fleet;
using FrontDesk.ControlPlane.Tests.Publishing;
using FrontDesk.ControlPlane.Tests.Revisions;

namespace FrontDesk.ControlPlane.Tests.Relay;

/// <summary>Control planes whose clocks are apart.</summary>
public sealed class ClockTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1, -1)]
    [InlineData(-1, 1)]
    public async Task Control_planes_whose_clocks_are_an_hour_off_take_each_others_edges_and_wait_for_them(int first, int second)
    {
        await using var desks = await TwoDesks.StartAsync(new ShiftedTime(first * Hour), new ShiftedTime(second * Hour));

        // Certified by the one, and checked by the other.
        using var edge = await ScriptedEdge.EnrolAsync(desks.A, "e1");
        edge.At = desks.B;
        await edge.ConnectAsync();
        var seen = await FleetStates.WaitAsync(desks.A, "e1", EdgeState.InSync);
        Assert.InRange(seen.LastSeen.ToDateTimeOffset() - DateTimeOffset.UtcNow, (second * Hour) - (Hour / 2), (second * Hour) + (Hour / 2));

        // Its stream ends: by the other's clock that was two hours ago, or will be. It is waited for as if the clocks were right.
        var result = (await desks.A.ApplyAsync(Changes.Service("a"))).Result;
        Assert.Equal(["e1"], result.Connected);
        using var call = desks.A.Fleet.WaitForEdges(new WaitForEdgesRequest { Revision = 1, Edges = { "e1" } }, cancellationToken: Token);
        await edge.HangUpAsync();
        var away = await FleetStates.WaitAsync(desks.A, "e1", EdgeState.Offline);
        Assert.InRange(away.Since.ToDateTimeOffset() - DateTimeOffset.UtcNow, (first * Hour) - (Hour / 2), (first * Hour) + (Hour / 2));

        edge.At = desks.A;
        await edge.ConnectAsync();
        await edge.SnapshotAsync();
        await edge.AckAsync();
        Assert.True(await call.ResponseStream.MoveNext(Token));
        Assert.Equal(EdgeAnswer.Applied, call.ResponseStream.Current.Answer);
        Assert.InRange(call.ResponseStream.Current.After.ToTimeSpan(), TimeSpan.Zero, Hour / 2);
    }

    /// <summary>The machine's clock, set wrongly; what it measures is right.</summary>
    private sealed class ShiftedTime(TimeSpan off) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + off;
    }
}
