using FrontDesk.Edge.Identity;

namespace FrontDesk.Edge.Tests.Identity;

public sealed class ControlPlaneTrustTests
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();
    private readonly TestAuthority _authority = new();

    [Fact]
    public void A_control_plane_of_the_authority_is_trusted()
        => Assert.Null(ControlPlaneTrust.Objection(_authority.IssueServer(), _authority.Certificate, Now));

    [Fact]
    public void A_site_of_the_same_authority_is_not()
        => Assert.Contains("frontdesk:control-plane", ControlPlaneTrust.Objection(_authority.IssueServer(uri: null), _authority.Certificate, Now), StringComparison.Ordinal);

    [Fact]
    public void Another_uri_is_not()
        => Assert.NotNull(ControlPlaneTrust.Objection(_authority.IssueServer(uri: "frontdesk:node/edge-1"), _authority.Certificate, Now));

    [Fact]
    public void A_control_plane_of_another_authority_is_not()
        => Assert.NotNull(ControlPlaneTrust.Objection(new TestAuthority().IssueServer(), _authority.Certificate, Now));

    [Fact]
    public void A_lapsed_certificate_is_not()
        => Assert.NotNull(ControlPlaneTrust.Objection(_authority.IssueServer(), _authority.Certificate, Now.AddDays(60)));

    [Fact]
    public void A_certificate_that_is_not_for_servers_is_not()
    {
        using var key = new NodeKey();
        using var node = _authority.IssueNode(key.CreateRequest(), "edge-1", TimeSpan.FromDays(1));

        Assert.NotNull(ControlPlaneTrust.Objection(node, _authority.Certificate, Now));
    }
}
