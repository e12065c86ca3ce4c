using FrontDesk.Admin.V1;
using FrontDesk.Config.V1;
using FrontDesk.ControlPlane.Tests.Admin;
using FrontDesk.ControlPlane.Tests.Hosting;
using FrontDesk.ControlPlane.Tests.Publishing;
using FrontDesk.ControlPlane.Tests.Revisions;
using FrontDesk.Routing.Features;
using Grpc.Core;

namespace FrontDesk.ControlPlane.Tests.Fleet;

/// <summary>Edges of an older version than what they would be sent: named, kept where they are, and given all of it once they are upgraded.</summary>
public sealed class OldEdgeTests
{
    // Knows services, but no weights of their endpoints.
    private static readonly string[] Old = [.. Language.Words.Select(word => word.StartsWith("Endpoint ", StringComparison.Ordinal) ? "Endpoint 1" : word)];

    [Fact]
    public async Task A_change_that_an_edge_is_too_old_for_is_rejected_with_its_name_connected_or_not()
    {
        await using var desk = await LocalDesk.StartAsync();
        await desk.ApplyAsync(Changes.Service("a"));
        using var edge = await EnrolAsync(desk, "old-1", "eu");
        using var other = await EnrolAsync(desk, "old-2", "us");
        edge.Dispose();
        await FleetStates.WaitAsync(desk, "old-1", EdgeState.Offline);

        var refused = await desk.ApplyAsync(Weighted("eu"));

        Assert.Equal(StatusCode.InvalidArgument, refused.Failure!.StatusCode);
        var problem = Assert.Single(refused.Problems);
        Assert.Contains("old-1 ", problem.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("old-2", problem.Message, StringComparison.Ordinal);
        Assert.Contains("service.endpoints.weight", problem.Message, StringComparison.Ordinal);
        Assert.Contains("--allow-behind", problem.Hint, StringComparison.Ordinal);

        // What it knows, it is given.
        Assert.True((await desk.ApplyAsync(Changes.Service("b", "eu"))).Result.Committed);
    }

    [Fact]
    public async Task Where_it_is_allowed_the_edge_stays_at_what_it_runs_and_is_shown_behind_with_the_reason_until_it_is_upgraded()
    {
        await using var desk = await LocalDesk.StartAsync();
        await desk.ApplyAsync(Changes.Service("a"));
        using var edge = await EnrolAsync(desk, "old-1", "eu");

        var answers = await desk.ApplyAsync(new ChangeHeader { AllowBehind = true }, [Weighted("eu")]);
        Assert.Equal((["old-1"], 0), (answers.Result.Behind, answers.Result.Connected.Count));
        Assert.Equal(Severity.Warning, Assert.Single(answers.Problems).Severity);
        var status = await FleetStates.ErrorAsync(desk, "old-1", "kept at revision 1");
        Assert.Equal((EdgeState.Behind, 1u), (status.StateCode, status.Applied));

        // A later change that it would know comes with the one that it does not: it waits too, and is said to.
        answers = await desk.ApplyAsync(Changes.Service("b", "eu"));
        Assert.Equal(["old-1"], answers.Result.Behind);

        // The obstacle goes: the edge goes on.
        await desk.ApplyAsync(Changes.Service("w", "eu"));
        await edge.DeltaAsync();
        await edge.AckAsync();
        await FleetStates.WaitAsync(desk, "old-1", EdgeState.InSync);
        Assert.Equal(4u, edge.Have.Revision);

        // The obstacle is back, and the edge is upgraded.
        await desk.ApplyAsync(new ChangeHeader { AllowBehind = true }, [Weighted("eu")]);
        await FleetStates.ErrorAsync(desk, "old-1", "kept at revision 4");
        edge.Features = [.. Language.Words];
        await edge.ConnectAsync();
        await edge.DeltaAsync();
        await edge.AckAsync();
        await FleetStates.WaitAsync(desk, "old-1", EdgeState.InSync);
    }

    private static Resource Weighted(params string[] groups)
    {
        var service = Changes.Service("w", groups);
        service.Service.Endpoints[0].Weight = 3;
        return service;
    }

    private static async Task<ScriptedEdge> EnrolAsync(LocalDesk desk, string name, string group)
    {
        var edge = await ScriptedEdge.EnrolAsync(desk, name, group);
        edge.Features = Old;
        await edge.ConnectAsync();
        await edge.SnapshotAsync();
        await edge.AckAsync();
        await FleetStates.WaitAsync(desk, name, EdgeState.InSync);
        return edge;
    }
}
