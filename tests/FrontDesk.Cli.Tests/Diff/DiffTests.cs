using FrontDesk.Admin.V1;
using FrontDesk.Cli.Tests.Fakes;
using FrontDesk.Config.V1;
using Grpc.Core;

namespace FrontDesk.Cli.Tests.Diff;

public sealed class DiffTests : ControlPlaneTest
{
    private static readonly Difference Changed = new()
    {
        Action = Config.V1.Action.Change,
        Kind = Kind.Service,
        Name = "api",
        Fields = { new FieldDifference { Path = "host", Before = "preserve", After = "endpoint" } },
    };

    [Fact]
    public async Task Documents_are_compared_with_the_head()
    {
        DiffHeader? asked = null;
        Control.Configuration.OnDiff = (header, resources) =>
        {
            asked = header;
            Assert.Equal("shop", Assert.Single(resources).Name);
            return [new DiffResponse { Differences = { Changed } }];
        };
        Shell.Write("desk.yaml", "services: { shop: http://10.0.0.11:9000 }");
        var ended = (await Shell.RunAsync("diff", "-f", "desk.yaml", "--select", "team=a", "--keep")).Expect(2);
        Assert.Equal("~ service/api\n    host: preserve → endpoint\n0 to add, 1 to change, 0 to delete\n", ended.Out);
        Assert.Equal((false, true, "a"), (asked!.HasTo, asked.Keep, asked.Select["team"]));
    }

    [Fact]
    public async Task Two_revisions_are_compared_without_documents()
    {
        Control.Configuration.OnDiff = (header, _) => header is { From: 3, To: 5 } ? [] : [new DiffResponse { Differences = { Changed } }];
        Assert.Equal("no difference\n", (await Shell.RunAsync("diff", "--from", "3", "--to", "5")).Expect(0).Out);
    }

    [Fact]
    public async Task Problems_reject_it()
    {
        Control.Configuration.OnDiff = (_, _) => Reject();
        Shell.Write("desk.yaml", "services: { shop: http://10.0.0.11:9000 }");
        Assert.StartsWith("desk.yaml:1:13: error: service/shop: No.", (await Shell.RunAsync("diff", "-f", "desk.yaml")).Expect(3).Error, StringComparison.Ordinal);

        static IEnumerable<DiffResponse> Reject()
        {
            yield return new DiffResponse { Problems = { new Problem { Severity = Severity.Error, Kind = Kind.Service, Name = "shop", Message = "No." } } };
            throw FakeControlPlane.Failure(StatusCode.InvalidArgument, "1 error.", "REJECTED");
        }
    }
}
