using FrontDesk.Admin.V1;
using FrontDesk.Config.V1;
using FrontDesk.ControlPlane.Records;
using FrontDesk.ControlPlane.Tests.Admin;
using FrontDesk.ControlPlane.Tests.Hosting;
using FrontDesk.ControlPlane.Tests.Publishing;
using FrontDesk.Edge.V1;
using Grpc.Core;

namespace FrontDesk.ControlPlane.Tests.Credentials;

/// <summary>Users, from the operator's call to the edges that have their set.</summary>
public sealed class UserTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_user_is_added_changed_listed_and_removed()
    {
        await using var desk = await LocalDesk.StartAsync();
        await desk.ApplyAsync(Set("staff"), Set("guests"));

        Assert.True((await SetAsync(desk, "staff", "bob", "bobs password", "b", "a", "a")).Created);
        Assert.True((await SetAsync(desk, "staff", "ann", "anns password")).Created);
        Assert.False((await SetAsync(desk, "staff", "ann", "another one", "a")).Created);
        await SetAsync(desk, "guests", "ann", "guests password");

        var all = await desk.Credentials.ListUsersAsync(new ListUsersRequest(), cancellationToken: Stop);
        Assert.Equal(["guests/ann:", "staff/ann:a", "staff/bob:a,b"], all.Users.Select(user => $"{user.Set}/{user.Name}:{string.Join(',', user.Groups)}"));
        Assert.All(all.Users, user => Assert.NotNull(user.PasswordSet));

        await desk.Credentials.RemoveUserAsync(new RemoveUserRequest { Set = "staff", Name = "ann" }, cancellationToken: Stop);
        Assert.Equal(["bob"], (await desk.Credentials.ListUsersAsync(new ListUsersRequest { Set = "staff" }, cancellationToken: Stop)).Users.Select(user => user.Name));
        Assert.Contains("set the user staff/ann", desk.Log.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("anns password", desk.Log.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("$2a$", desk.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Groups_change_without_the_password_and_the_password_without_the_groups()
    {
        await using var desk = await LocalDesk.StartAsync();
        await desk.ApplyAsync(Set("staff"));
        await SetAsync(desk, "staff", "ann", "anns password", "a");
        var first = await HashAsync(desk);

        await desk.Credentials.SetUserAsync(new SetUserRequest { Set = "staff", Name = "ann", Groups = { "b" } }, cancellationToken: Stop);
        Assert.Equal((first.Hash, "b"), (await HashAsync(desk) is var second ? second.Hash : "", string.Join(',', second.Groups)));

        await desk.Credentials.SetUserAsync(new SetUserRequest { Set = "staff", Name = "ann", Password = "a newer one", KeepGroups = true }, cancellationToken: Stop);
        var third = await HashAsync(desk);
        Assert.Equal("b", string.Join(',', third.Groups));
        Assert.True(BCrypt.Net.BCrypt.Verify("a newer one", third.Hash));
        Assert.False(BCrypt.Net.BCrypt.Verify("anns password", third.Hash));
    }

    [Fact]
    public async Task The_edges_that_have_the_set_are_told_and_no_others_and_get_the_newest_only()
    {
        await using var desk = await LocalDesk.StartAsync();
        await desk.ApplyAsync(Set("staff", "eu"));
        using var eu = await ScriptedEdge.EnrolAsync(desk, "e1", "eu");
        using var us = await ScriptedEdge.EnrolAsync(desk, "e2", "us");
        await eu.ConnectAsync();
        Assert.Equal(0u, Assert.Single((await eu.SnapshotAsync()).SelectMany(chunk => chunk.Secrets)).Version);
        await eu.AckAsync();

        await SetAsync(desk, "staff", "ann", "anns password");
        await SetAsync(desk, "staff", "ann", "anns newest password");
        for (SecretVersion? told = null; told?.Version != 2;)
        {
            told = (await eu.NextAsync()).SecretsChanged?.Secrets.FirstOrDefault(secret => secret.Secret == "users/staff") ?? told;
        }

        // Also where an old version is asked for, which the store still has.
        var users = Assert.Single((await SecretAsync(eu, version: 1)).Users.Users);
        Assert.True(BCrypt.Net.BCrypt.Verify("anns newest password", users.Hash));
        Assert.Equal(StatusCode.NotFound, (await Assert.ThrowsAsync<RpcException>(() => SecretAsync(us, version: 0))).StatusCode);
    }

    [Fact]
    public async Task A_rollback_brings_no_password_back()
    {
        await using var desk = await LocalDesk.StartAsync();
        await desk.ApplyAsync(Set("staff"));
        await SetAsync(desk, "staff", "ann", "anns password");
        await desk.ApplyAsync(Set("guests"));
        await SetAsync(desk, "staff", "ann", "a newer one");

        await desk.RollbackAsync(1);

        Assert.True(BCrypt.Net.BCrypt.Verify("a newer one", (await HashAsync(desk)).Hash));
    }

    [Theory]
    [InlineData("nowhere", "ann", "a good password", StatusCode.NotFound, "The configuration has no set `nowhere`. Add `users: { nowhere: {} }` to a document and apply it.")]
    [InlineData("staff", "ann", "", StatusCode.NotFound, "There is no user staff/ann yet, so that a password is needed.")]
    [InlineData("staff", "ann", "short", StatusCode.InvalidArgument, "A password has 8 to 72 bytes of UTF-8, and no control characters.")]
    [InlineData("staff", "ann", "0123456789012345678901234567890123456789012345678901234567890123456789123", StatusCode.InvalidArgument, "A password has 8 to 72 bytes of UTF-8, and no control characters.")]
    [InlineData("staff", "a:b", "a good password", StatusCode.InvalidArgument, "A user's name has 1 to 64 letters, digits, '.', '-', '_', '@' and '+'.")]
    public async Task What_cannot_be_is_refused_with_what_to_do(string set, string name, string password, StatusCode code, string told)
    {
        await using var desk = await LocalDesk.StartAsync();
        await desk.ApplyAsync(Set("staff"));

        var refused = await Assert.ThrowsAsync<RpcException>(() => SetAsync(desk, set, name, password));

        Assert.Equal((code, told), (refused.StatusCode, refused.Status.Detail));
        Assert.Empty((await desk.Credentials.ListUsersAsync(new ListUsersRequest(), cancellationToken: Stop)).Users);
    }

    private static Resource Set(string name, params string[] groups) => new() { Name = name, Groups = { groups }, Users = new UsersConfig() };

    private static async Task<SetUserResponse> SetAsync(LocalDesk desk, string set, string name, string password, params string[] groups) =>
        await desk.Credentials.SetUserAsync(new SetUserRequest { Set = set, Name = name, Password = password, Groups = { groups } }, cancellationToken: Stop);

    private static async Task<UserCredential> HashAsync(LocalDesk desk) =>
        Assert.Single(UserSetSecret.Parser.ParseFrom((await desk.Get<SecretStore>().GetAsync("users/staff", 0, Stop))!.Value).Users);

    private static async Task<GetSecretsResponse> SecretAsync(ScriptedEdge edge, uint version)
    {
        using var call = edge.Client.GetSecrets(new GetSecretsRequest { Secrets = { new SecretVersion { Secret = "users/staff", Version = version } } }, cancellationToken: Stop);
        Assert.True(await call.ResponseStream.MoveNext(Stop));
        return call.ResponseStream.Current;
    }
}
