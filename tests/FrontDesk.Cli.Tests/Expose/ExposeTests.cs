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

    [Fact]
    public async Task Wants_a_url()
    {
        Assert.Contains("http://HOST:PORT", (await Shell.RunAsync("expose", "shop.example.com", "10.0.0.11:9000")).Expect(1).Error, StringComparison.Ordinal);
        Assert.Empty(Control.Configuration.Changes);
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
