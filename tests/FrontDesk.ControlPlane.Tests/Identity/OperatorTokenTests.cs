using System.Text;
using FrontDesk.Admin.V1;
using FrontDesk.ControlPlane.Identity;
using FrontDesk.ControlPlane.Records;
using FrontDesk.ControlPlane.Tests.Hosting;
using FrontDesk.ControlPlane.Tests.Relay;
using FrontDesk.Testing.Files;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace FrontDesk.ControlPlane.Tests.Identity;

/// <summary>Operators' tokens, from their making to their end.</summary>
public sealed class OperatorTokenTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_token_is_good_for_90_days_unless_said_and_stored_as_a_hash_only()
    {
        await using var desk = await LocalDesk.StartAsync();

        var made = await Client(desk).CreateTokenAsync(new CreateTokenRequest { Name = "ci", Role = Role.Operator }, cancellationToken: Cancellation);

        Assert.Equal(TimeSpan.FromDays(90), made.About.Expires.ToDateTimeOffset() - made.About.Created.ToDateTimeOffset());
        Assert.Equal(("ci", Role.Operator, "admin"), (made.About.Name, made.About.Role, made.About.Author));
        var secret = made.Token.Split('_')[2];
        var stored = (await desk.Get<RecordStore>().GetAsync($"operators/{made.About.Id}", Cancellation))!.Value;
        Assert.DoesNotContain(secret, Encoding.Latin1.GetString(stored), StringComparison.Ordinal);
        Assert.Equal(-1, stored.AsSpan().IndexOf(Convert.FromHexString(secret)));
        Assert.DoesNotContain(secret, desk.Log.Text, StringComparison.Ordinal);
        Assert.Equal(StatusCode.OK, await StatusOf(desk, made.Token));
    }

    [Theory]
    [InlineData("", Role.Viewer, 60, false)]
    [InlineData("a b", Role.Viewer, 60, false)]
    [InlineData("a", Role.Unspecified, 60, false)]
    [InlineData("a", (Role)9, 60, false)]
    [InlineData("a", Role.Viewer, 59, false)]
    [InlineData("a", Role.Viewer, 3651 * 86400, false)]
    [InlineData("a", Role.Viewer, 60, true)]
    public async Task What_is_no_token_is_refused(string name, Role role, int seconds, bool never)
    {
        await using var desk = await LocalDesk.StartAsync();
        var request = new CreateTokenRequest { Name = name, Role = role, Lifetime = Duration.FromTimeSpan(TimeSpan.FromSeconds(seconds)), NeverExpires = never };

        var refused = await Assert.ThrowsAsync<RpcException>(() => Client(desk).CreateTokenAsync(request, cancellationToken: Cancellation).ResponseAsync);

        Assert.Equal(StatusCode.InvalidArgument, refused.StatusCode);
    }

    [Fact]
    public async Task An_expired_token_is_refused_with_a_sentence_and_forgotten_after_a_month()
    {
        var time = new ManualTime();
        await using var desk = await LocalDesk.StartAsync(time);
        var token = await desk.TokenAsync(Role.Viewer, TimeSpan.FromDays(1));
        Assert.Equal(StatusCode.OK, await StatusOf(desk, token));

        time.Advance(TimeSpan.FromDays(1));
        var refused = await Assert.ThrowsAsync<RpcException>(() => Fleet(desk, token).GetStatusAsync(new GetStatusRequest(), cancellationToken: Cancellation).ResponseAsync);

        Assert.Equal((StatusCode.Unauthenticated, "ERROR_REASON_TOKEN_INVALID"), (refused.StatusCode, refused.Trailers.GetValue("frontdesk-reason")));
        Assert.Matches(@"^The operator's token Viewer \([0-9a-f]{16}\) expired at .*Z\. Ask an admin for a new one", refused.Status.Detail);
        Assert.Equal(["Viewer", "admin"], (await ListAsync(desk)).Select(known => known.Name));
        time.Advance(OperatorTokens.ShownExpired);
        Assert.Equal(["admin"], (await ListAsync(desk)).Select(known => known.Name));
    }

    [Fact]
    public async Task The_last_use_is_noted_to_within_ten_minutes()
    {
        var time = new ManualTime();
        await using var desk = await LocalDesk.StartAsync(time);
        var token = await desk.TokenAsync(Role.Viewer);
        Assert.Null((await ListAsync(desk)).Single(known => known.Name == "Viewer").LastUsed);
        var first = time.GetUtcNow();
        await StatusOf(desk, token);
        time.Advance(TimeSpan.FromMinutes(9));
        await StatusOf(desk, token);
        Assert.Equal(first, await LastUseAsync());

        time.Advance(TimeSpan.FromMinutes(1));
        await StatusOf(desk, token);

        Assert.Equal(time.GetUtcNow(), await LastUseAsync());

        async Task<DateTimeOffset> LastUseAsync() => (await ListAsync(desk)).Single(known => known.Name == "Viewer").LastUsed.ToDateTimeOffset();
    }

    [Fact]
    public async Task A_revoked_token_is_refused_and_what_runs_with_it_ends()
    {
        await using var desk = await LocalDesk.StartAsync();
        var token = await desk.TokenAsync(Role.Viewer);
        using var watch = Fleet(desk, token).WatchStatus(new WatchStatusRequest(), cancellationToken: Cancellation);
        Assert.True(await watch.ResponseStream.MoveNext(Cancellation));

        var revoked = await Client(desk).RevokeTokenAsync(new RevokeTokenRequest { Token = "Viewer" }, cancellationToken: Cancellation);

        Assert.Equal("Viewer", revoked.About.Name);
        Assert.Equal(StatusCode.Unauthenticated, await StatusOf(desk, token));
        var ended = await Assert.ThrowsAsync<RpcException>(() => watch.ResponseStream.MoveNext(Cancellation));
        Assert.Equal((StatusCode.Unauthenticated, "The token was revoked or expired while the call ran."), (ended.StatusCode, ended.Status.Detail));
    }

    [Fact]
    public async Task What_runs_with_a_token_that_expires_ends()
    {
        var time = new ManualTime();
        await using var desk = await LocalDesk.StartAsync(time);
        using var watch = Fleet(desk, await desk.TokenAsync(Role.Viewer, TimeSpan.FromMinutes(5))).WatchStatus(new WatchStatusRequest(), cancellationToken: Cancellation);
        Assert.True(await watch.ResponseStream.MoveNext(Cancellation));
        var end = watch.ResponseStream.MoveNext(Cancellation);

        time.Advance(TimeSpan.FromMinutes(5));
        await Eventually.TrueAsync(
            "the end of the call",
            () =>
            {
                time.Advance(RunningCalls.Interval);
                return Task.FromResult(end.IsCompleted);
            },
            Cancellation);

        Assert.Equal(StatusCode.Unauthenticated, (await Assert.ThrowsAsync<RpcException>(() => end)).StatusCode);
    }

    [Fact]
    public async Task A_token_that_was_revoked_at_another_control_plane_is_refused_here_and_what_runs_with_it_ends()
    {
        await using var desks = await TwoDesks.StartAsync();
        var token = await desks.A.TokenAsync(Role.Viewer);
        using var watch = Fleet(desks.B, token).WatchStatus(new WatchStatusRequest(), cancellationToken: Cancellation);
        Assert.True(await watch.ResponseStream.MoveNext(Cancellation));

        await Client(desks.A).RevokeTokenAsync(new RevokeTokenRequest { Token = "Viewer" }, cancellationToken: Cancellation);

        Assert.Equal(StatusCode.Unauthenticated, await StatusOf(desks.B, token));
        var ended = await Assert.ThrowsAsync<RpcException>(() => watch.ResponseStream.MoveNext(Cancellation));
        Assert.Equal(StatusCode.Unauthenticated, ended.StatusCode);
    }

    [Fact]
    public async Task The_last_way_in_cannot_be_revoked_and_comes_back_where_its_file_is_deleted()
    {
        using var directory = new TempDirectory();
        string first;
        await using (var desk = await LocalDesk.StartAsync(directory: directory))
        {
            first = desk.AdminToken;
            var refused = await Assert.ThrowsAsync<RpcException>(() => Client(desk).RevokeTokenAsync(new RevokeTokenRequest { Token = "admin" }, cancellationToken: Cancellation).ResponseAsync);
            Assert.Equal(StatusCode.FailedPrecondition, refused.StatusCode);
            Assert.Contains("admin.token: the last way in", refused.Status.Detail, StringComparison.Ordinal);
        }

        File.Delete(directory["admin.token"]);
        await using var again = await LocalDesk.StartAsync(directory: directory);
        Assert.NotEqual(first, again.AdminToken);
        var ambiguous = await Assert.ThrowsAsync<RpcException>(() => Client(again).RevokeTokenAsync(new RevokeTokenRequest { Token = "admin" }, cancellationToken: Cancellation).ResponseAsync);
        Assert.StartsWith("2 tokens have the name admin: say which by its id", ambiguous.Status.Detail, StringComparison.Ordinal);
        await Client(again).RevokeTokenAsync(new RevokeTokenRequest { Token = first.Split('_')[1] }, cancellationToken: Cancellation);
        Assert.Equal(StatusCode.Unauthenticated, await StatusOf(again, first));
        Assert.Equal(StatusCode.OK, await StatusOf(again, again.AdminToken));
    }

    [Fact]
    public async Task A_token_that_is_not_there_cannot_be_revoked()
    {
        await using var desk = await LocalDesk.StartAsync();

        var refused = await Assert.ThrowsAsync<RpcException>(() => Client(desk).RevokeTokenAsync(new RevokeTokenRequest { Token = "nobody" }, cancellationToken: Cancellation).ResponseAsync);

        Assert.Equal(StatusCode.NotFound, refused.StatusCode);
    }

    private static Operators.OperatorsClient Client(LocalDesk desk) => new(desk.Operators(desk.AdminToken));

    private static FrontDesk.Admin.V1.Fleet.FleetClient Fleet(LocalDesk desk, string token) => new(desk.Operators(token));

    private static async Task<IReadOnlyList<IssuedToken>> ListAsync(LocalDesk desk) =>
        (await Client(desk).ListTokensAsync(new ListTokensRequest(), cancellationToken: Cancellation)).Tokens;

    private static async Task<StatusCode> StatusOf(LocalDesk desk, string token)
    {
        try
        {
            await Fleet(desk, token).GetStatusAsync(new GetStatusRequest(), cancellationToken: Cancellation);
            return StatusCode.OK;
        }
        catch (RpcException refused)
        {
            return refused.StatusCode;
        }
    }
}
