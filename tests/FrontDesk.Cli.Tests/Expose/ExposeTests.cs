using FrontDesk.Cli.Tests.Fakes;

namespace FrontDesk.Cli.Tests.Expose;

public sealed class ExposeTests : ControlPlaneTest
{
    [Fact]
    public async Task Sends_a_route_and_its_service_both_named_like_the_host()
    {
        (await Shell.RunAsync("expose", "shop.example.com", "http://10.0.0.11:9000", "-m", "open")).Expect(0);
        var sent = Assert.Single(Control.Configuration.Changes);
        Assert.Equal(["service/shop.example.com", "route/shop.example.com"], sent.Put.Select(resource => KindText.Of((Config.V1.Kind)(int)resource.ConfigCase, resource.Name)));
        Assert.Equal("http://10.0.0.11:9000", sent.Put[0].Service.Endpoints[0].Url);
        Assert.Equal(["shop.example.com"], sent.Put[1].Route.Hosts);
    }

    [Theory]
    [InlineData("intranet", "intranet")]
    [InlineData("*.example.com", "wildcard.example.com")]
    public async Task Takes_hosts_without_a_dot_and_with_a_star(string host, string name)
    {
        (await Shell.RunAsync("expose", host, "http://10.0.0.11:9000")).Expect(0);
        var route = Assert.Single(Control.Configuration.Changes).Put[1];
        Assert.Equal((name, host), (route.Name, Assert.Single(route.Route.Hosts)));
    }

    [Fact]
    public async Task Wants_a_url()
    {
        Assert.Contains("http://HOST:PORT", (await Shell.RunAsync("expose", "shop.example.com", "10.0.0.11:9000")).Expect(1).Error, StringComparison.Ordinal);
        Assert.Empty(Control.Configuration.Changes);
    }

    [Fact]
    public async Task Delete_says_what_to_do_with_what_refers_to_the_deleted()
    {
        Control.Configuration.OnChange = _ => Reject();
        Assert.Contains("hint: what refers to a deleted resource must be deleted with it", (await Shell.RunAsync("delete", "service/shop")).Expect(3).Error, StringComparison.Ordinal);

        static IEnumerable<Admin.V1.ChangeResponse> Reject()
        {
            yield return ScriptedConfiguration.Problems(new Config.V1.Problem { Severity = Config.V1.Severity.Error, Kind = Config.V1.Kind.Route, Name = "shop", Message = "There is no service `shop`." });
            throw FakeControlPlane.Failure(Grpc.Core.StatusCode.InvalidArgument, "1 error.", "REJECTED");
        }
    }

    [Fact]
    public async Task Delete_and_rollback_send_what_they_name()
    {
        (await Shell.RunAsync("delete", "route/a", "service/b", "--expect", "3")).Expect(0);
        var sent = Assert.Single(Control.Configuration.Changes);
        Assert.Equal("route/a service/b", string.Join(' ', sent.Deleted.Select(key => KindText.Of(key.Kind, key.Name))));
        uint revision = 0;
        Control.Configuration.OnRollback = request =>
        {
            revision = request.Revision;
            return [ScriptedConfiguration.Result(new Admin.V1.ChangeResult { Revision = 9, Committed = true, Changed = 2 })];
        };
        Assert.Equal("revision 9: 0 added, 2 changed, 0 deleted\n", (await Shell.RunAsync("rollback", "4")).Expect(0).Out);
        Assert.Equal(4u, revision);
    }
}
