using FrontDesk.Admin.V1;
using FrontDesk.Cli.Tests.Fakes;
using Grpc.Core;

namespace FrontDesk.Cli.Tests.Nodes;

/// <summary>The verbs of `nodes`.</summary>
public sealed class NodeVerbTests : ControlPlaneTest
{
    [Fact]
    public async Task Revoke_lists_the_secrets_that_the_node_held()
    {
        Control.Fleet.OnRevoke = request => new RevokeNodeResponse
        {
            Group = "eu",
            Secrets = { new HeldSecret { Name = $"certificates/{request.Name}", Version = 3 }, new HeldSecret { Name = "certificates/www", Version = 1 } },
        };

        var ended = (await Shell.RunAsync("nodes", "revoke", "edge-1")).Expect(0);

        Assert.Equal("node edge-1 is revoked; it held these secrets of group eu, so replace what they protect:\n", ended.Error);
        IsGolden("nodes-revoke.txt", ended.Out);
        IsGolden("nodes-revoke.json", (await Shell.RunAsync("nodes", "revoke", "edge-1", "-o", "json")).Expect(0).Out);
    }

    [Fact]
    public async Task Revoke_says_so_where_the_node_held_none()
        => Assert.Equal("node edge-1 is revoked; the configuration gave it no secrets\n", (await Shell.RunAsync("nodes", "revoke", "edge-1")).Expect(0).Error);

    [Theory]
    [InlineData("drain", "node edge-1 drains: it is not ready and lets its connections end; `frontdesk nodes resume` takes it back\n")]
    [InlineData("resume", "node edge-1 takes traffic again\n")]
    [InlineData("remove", "node edge-1 is removed; it comes back with a new join token only\n")]
    public async Task Drain_resume_and_remove_do_what_they_say(string verb, string told)
    {
        var ended = (await Shell.RunAsync("nodes", verb, "edge-1")).Expect(0);

        Assert.Equal((told, ""), (ended.Error, ended.Out));
        Assert.Equal([$"{verb} edge-1"], Control.Fleet.Told);
    }

    [Fact]
    public async Task Move_names_both_groups()
    {
        MoveNodeRequest? asked = null;
        Control.Fleet.OnMove = request =>
        {
            asked = request;
            return new MoveNodeResponse { From = "eu" };
        };

        var ended = (await Shell.RunAsync("nodes", "move", "edge-1", "--group", "us")).Expect(0);

        Assert.Equal("node edge-1 is in group us now; it was in eu\n", ended.Error);
        Assert.Equal(("edge-1", "us"), (asked!.Name, asked.Group));
    }

    [Fact]
    public async Task A_node_that_is_not_there_is_an_error()
    {
        Control.Fleet.OnRevoke = _ => throw new RpcException(new Grpc.Core.Status(StatusCode.NotFound, "There is no node edge-9. `frontdesk nodes` lists them."));

        var ended = (await Shell.RunAsync("nodes", "revoke", "edge-9")).Expect(1);

        Assert.Contains("There is no node edge-9.", ended.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nodes", "revoke")]
    [InlineData("nodes", "move", "edge-1")]
    [InlineData("nodes", "drain", "edge-1", "edge-2")]
    public async Task What_is_missing_or_too_much_is_told(params string[] arguments)
        => Assert.NotEqual("", (await Shell.RunAsync(arguments)).Expect(1).Error);
}
