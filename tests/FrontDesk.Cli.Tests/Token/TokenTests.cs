using FrontDesk.Admin.V1;
using FrontDesk.Cli.Tests.Fakes;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace FrontDesk.Cli.Tests.Token;

/// <summary>`token`: making, listing and revoking.</summary>
public sealed class TokenTests : ControlPlaneTest
{
    private static readonly Timestamp Now = Timestamp.FromDateTimeOffset(new ImpatientTime().GetUtcNow());

    private static IssuedToken Ci => new()
    {
        Id = "0123456789abcdef",
        Name = "ci",
        Role = Role.Operator,
        Author = "admin",
        Created = Now,
        Expires = Timestamp.FromDateTimeOffset(Now.ToDateTimeOffset().AddDays(90)),
    };

    [Fact]
    public async Task Create_writes_the_token_alone_to_standard_output()
    {
        CreateTokenRequest? asked = null;
        Control.Operators.OnCreate = request =>
        {
            asked = request;
            return new CreateTokenResponse { Token = "fdo_0123456789abcdef_new", About = Ci };
        };

        var ended = (await Shell.RunAsync("token", "create", "ci", "--role", "operator")).Expect(0);

        Assert.Equal("fdo_0123456789abcdef_new\n", ended.Out);
        Assert.Equal("token 0123456789abcdef for ci with the role operator, until 2027-02-21 12:00:00Z; it is shown this once\n", ended.Error);
        Assert.Equal(("ci", Role.Operator, TimeSpan.FromDays(90), false), (asked!.Name, asked.Role, asked.Lifetime.ToTimeSpan(), asked.NeverExpires));
    }

    [Fact]
    public async Task Create_takes_an_expiry_or_none()
    {
        var asked = new List<CreateTokenRequest>();
        Control.Operators.OnCreate = request =>
        {
            asked.Add(request);
            return new CreateTokenResponse { About = new IssuedToken { Role = request.Role } };
        };

        (await Shell.RunAsync("token", "create", "ci", "--role", "viewer", "--expires", "12h")).Expect(0);
        var never = (await Shell.RunAsync("token", "create", "ci", "--role", "admin", "--expires", "never")).Expect(0);

        Assert.Equal(TimeSpan.FromHours(12), asked[0].Lifetime.ToTimeSpan());
        Assert.Equal((true, null), (asked[1].NeverExpires, asked[1].Lifetime));
        Assert.Contains("until it is revoked", never.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_tells_who_has_what_until_when()
    {
        Control.Operators.OnList = () => new ListTokensResponse
        {
            Tokens =
            {
                new IssuedToken { Id = "00000000000000aa", Name = "admin", Role = Role.Admin, Created = Now, LastUsed = Now },
                Ci,
                new IssuedToken { Id = "00000000000000bb", Name = "old", Role = Role.Viewer, Created = Now, Author = "ann", Expires = Now },
            },
        };

        IsGolden("token-list.txt", (await Shell.RunAsync("token", "list")).Expect(0).Out);
        IsGolden("token-list.json", (await Shell.RunAsync("token", "list", "-o", "json")).Expect(0).Out);
    }

    [Fact]
    public async Task Revoke_says_whose_token_is_gone()
    {
        Control.Operators.OnRevoke = request => new RevokeTokenResponse { About = Ci };

        var ended = (await Shell.RunAsync("token", "revoke", "ci")).Expect(0);

        Assert.Equal(("token 0123456789abcdef of ci (operator) is revoked\n", ""), (ended.Error, ended.Out));
    }

    [Fact]
    public async Task Who_may_not_is_told_which_role_it_takes_and_ends_with_7()
    {
        Control.Operators.OnList = () => throw FakeControlPlane.Failure(
            StatusCode.PermissionDenied, "This needs the role admin, and your token ci has the role viewer. Use another token, or ask an admin for one.", "ERROR_REASON_ROLE_INSUFFICIENT");

        var ended = (await Shell.RunAsync("token", "list")).Expect(7);

        Assert.Equal("error: This needs the role admin, and your token ci has the role viewer. Use another token, or ask an admin for one.\n", ended.Error);
    }

    [Theory]
    [InlineData("token", "create", "ci")]
    [InlineData("token", "create", "--role", "viewer")]
    [InlineData("token", "create", "ci", "--role", "root")]
    [InlineData("token", "create", "ci", "--role", "viewer", "--expires", "30s")]
    [InlineData("token", "create", "ci", "--role", "viewer", "--expires", "soon")]
    [InlineData("token", "revoke")]
    public async Task What_is_missing_or_wrong_is_told(params string[] arguments) => Assert.NotEqual("", (await Shell.RunAsync(arguments)).Expect(1).Error);

    [Fact]
    public async Task A_value_on_the_command_line_is_refused_and_not_repeated()
    {
        var ended = (await Shell.RunAsync("token", "revoke", "fdo_0123456789abcdef_ffff")).Expect(1);

        Assert.Contains("not its value", ended.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("ffff", ended.Error, StringComparison.Ordinal);
    }
}
