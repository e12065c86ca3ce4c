using FrontDesk.Config.V1;
using FrontDesk.ControlPlane.Identity;
using FrontDesk.ControlPlane.Records;
using FrontDesk.ControlPlane.Tests.Admin;
using FrontDesk.ControlPlane.Tests.Hosting;
using FrontDesk.ControlPlane.Tests.Revisions;
using FrontDesk.Edge.V1;
using Google.Protobuf;
using Grpc.Core;

namespace FrontDesk.ControlPlane.Tests.Publishing;

/// <summary>Groups as scopes: what an edge gets, also when it is moved.</summary>
public sealed class GroupTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_edge_that_is_moved_gets_what_its_new_group_receives_and_loses_the_rest(bool whileAway)
    {
        await using var desk = await LocalDesk.StartAsync();
        await desk.ApplyAsync(Changes.Service("all"), Changes.Service("eu", "eu"), Changes.Service("us", "us"));
        using var edge = await ScriptedEdge.EnrolAsync(desk, "e1", "eu");
        await edge.ConnectAsync();
        await edge.SnapshotAsync();
        await edge.AckAsync();

        await MoveAsync(desk, "e1", "us");
        Assert.NotNull((await edge.NextAsync()).Goaway);
        if (whileAway)
        {
            await desk.ApplyAsync(Changes.Service("us-2", "us"));
        }

        Assert.Equal("us", (await edge.ConnectAsync()).Group);
        if (whileAway)
        {
            // A delta of the new scope does not fit on the old: the edge says so, and gets everything.
            var delta = (await edge.NextAsync()).Delta;
            await edge.SayAsync(new EdgeMessage
            {
                Nack = new Nack { Revision = delta.To.Revision, Reason = NackReason.DigestMismatch, Running = edge.Have },
            });
        }

        await edge.SnapshotAsync();
        await edge.AckAsync();
        Assert.Equal(whileAway ? ["all", "us", "us-2"] : ["all", "us"], edge.Resources.Keys.Select(key => key.Name).Order());
    }

    [Fact]
    public async Task An_edge_gets_the_secrets_of_its_own_group_only()
    {
        await using var desk = await LocalDesk.StartAsync();
        await desk.ApplyAsync(Certificate("ours", "eu"), Certificate("theirs", "us"));
        using var edge = await ScriptedEdge.EnrolAsync(desk, "e1", "eu");

        Assert.Equal(StatusCode.OK, await AskAsync(edge, "certificates/ours"));
        Assert.Equal(StatusCode.NotFound, await AskAsync(edge, "certificates/theirs"));
        Assert.Equal(StatusCode.NotFound, await AskAsync(edge, "system/authority"));

        await MoveAsync(desk, "e1", "us");
        Assert.Equal(StatusCode.NotFound, await AskAsync(edge, "certificates/ours"));
        Assert.Equal(StatusCode.OK, await AskAsync(edge, "certificates/theirs"));
    }

    private static Resource Certificate(string name, string group) => new()
    {
        Name = name,
        Groups = { group },
        Certificate = new CertificateConfig { Names = { $"{name}.test" }, Internal = new InternalIssuer() },
    };

    private static async Task<StatusCode> AskAsync(ScriptedEdge edge, string secret)
    {
        using var call = edge.Client.GetSecrets(
            new GetSecretsRequest { Secrets = { new SecretVersion { Secret = secret } } }, cancellationToken: TestContext.Current.CancellationToken);
        try
        {
            return await call.ResponseStream.MoveNext(TestContext.Current.CancellationToken) ? StatusCode.OK : StatusCode.Unknown;
        }
        catch (RpcException refused)
        {
            return refused.StatusCode;
        }
    }

    private static async Task MoveAsync(LocalDesk desk, string edge, string group)
    {
        var records = desk.Get<RecordStore>();
        var record = (await records.GetAsync($"nodes/{edge}", TestContext.Current.CancellationToken))!;
        var node = NodeRecord.Parser.ParseFrom(record.Value);
        node.Group = group;
        Assert.True(await records.ReplaceAsync(record.Name, node.ToByteArray(), record.Version, TestContext.Current.CancellationToken));
    }
}
