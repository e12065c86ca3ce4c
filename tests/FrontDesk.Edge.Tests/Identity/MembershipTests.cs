using System.Runtime.Versioning;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using FrontDesk.Edge.Hosting;
using FrontDesk.Edge.Identity;
using FrontDesk.Edge.Tests.Hosting;
using FrontDesk.Edge.Tests.Pipeline;
using FrontDesk.Edge.Tests.Sync;
using FrontDesk.Testing.Files;
using FrontDesk.Testing.Networking;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FrontDesk.Edge.Tests.Identity;

public sealed class MembershipTests : IAsyncLifetime
{
    private readonly TempDirectory _data = new();
    private ScriptedControlPlane _plane = null!;

    public async ValueTask InitializeAsync() => _plane = await ScriptedControlPlane.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _plane.DisposeAsync();
        _data.Dispose();
    }

    [Fact]
    public async Task An_identity_is_resumed_with_neither_token_nor_control_plane()
    {
        await using (await TestEdge.StartAsync(_plane, _data))
        {
            await _plane.NextStreamAsync();
        }

        await _plane.DisposeAsync();
        await using var again = await TestEdge.StartAsync(_plane, _data, options => options with { JoinToken = null, Name = "another" });

        Assert.Equal("edge-1", again.Services.GetRequiredService<Membership>().Current!.Name);
        Assert.Equal("edge-1", again.Services.GetRequiredService<EdgeIdentity>().Node);
    }

    [Fact]
    public async Task An_edge_that_is_not_enrolled_and_has_no_token_says_what_to_do()
    {
        var refused = await Assert.ThrowsAsync<EdgeStartException>(() => TestEdge.StartAsync(_plane, _data, options => options with { JoinToken = null }));

        Assert.Contains("frontdesk join-token", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_token_ends_the_process_with_the_control_planes_reason()
    {
        _plane.Refusal = new RpcException(new Grpc.Core.Status(StatusCode.Unauthenticated, "The join token is used up."));

        var refused = await Assert.ThrowsAsync<EdgeStartException>(() => RunAsync());

        Assert.Contains("The join token is used up.", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_that_is_taken_is_asked_for_again()
    {
        _plane.Refusal = new RpcException(new Grpc.Core.Status(StatusCode.AlreadyExists, "A connected edge has this name."));
        await using var edge = await TestEdge.StartAsync(_plane, _data);
        await _plane.FirstEnrolment;

        _plane.Refusal = null;

        Assert.Equal("edge-1", (await _plane.NextStreamAsync()).Hello.Node);
    }

    [Fact]
    public async Task A_server_of_another_authority_never_sees_the_token()
    {
        await using var impostor = await ScriptedControlPlane.StartAsync();

        var refused = await Assert.ThrowsAsync<EdgeStartException>(() => RunAsync(impostor));

        Assert.Contains("another fingerprint", refused.Message, StringComparison.Ordinal);
        Assert.Empty(impostor.Enrolments);
    }

    [Fact]
    public async Task A_site_of_the_fleets_authority_cannot_play_the_control_plane_and_is_passed_over()
    {
        await using var site = await ScriptedControlPlane.StartAsync(authority: _plane.Authority, uri: null);
        await using var edge = await TestEdge.StartAsync(_plane, _data, options => options with { ControlPlanes = [site.Address, _plane.Address] });

        await _plane.FirstEnrolment;

        Assert.Empty(site.Enrolments);
    }

    [Fact]
    public async Task A_control_plane_that_sends_a_certificate_for_another_key_is_asked_again()
    {
        _plane.Swaps = true;
        await using var edge = await TestEdge.StartAsync(_plane, _data);
        await _plane.FirstEnrolment;

        _plane.Swaps = false;

        Assert.Equal("edge-1", (await _plane.NextStreamAsync()).Hello.Node);
    }

    [Fact]
    public async Task A_control_plane_that_shows_a_wrong_certificate_is_asked_again_while_the_edge_serves()
    {
        var port = FreePort.Next();
        await using (await TestEdge.StartAsync(_plane, _data))
        {
            await _plane.NextStreamAsync();
        }

        var site = await ScriptedControlPlane.StartAsync(port, _plane.Authority, uri: null);
        var logs = new RecordedLogs(LogLevel.Warning);
        await using var edge = await TestEdge.StartAsync(_plane, _data, options => options with { ControlPlanes = [site.Address] }, logs: logs);
        await logs.NextAsync(text => text.StartsWith("2001 ", StringComparison.Ordinal) && text.Contains("does not carry frontdesk:control-plane", StringComparison.Ordinal));
        await site.DisposeAsync();
        await using var right = await ScriptedControlPlane.StartAsync(port, _plane.Authority);

        Assert.Equal("edge-1", (await right.NextStreamAsync()).Hello.Node);
    }

    [Fact]
    public async Task A_refusal_that_comes_before_everything_has_started_is_told_all_the_same()
    {
        _plane.Refusal = new RpcException(new Grpc.Core.Status(StatusCode.Unauthenticated, "The join token is used up."));
        var enrolled = _plane.FirstEnrolment;

        // A hosted service that ends its start only when the refusal has arrived.
        var refused = await Assert.ThrowsAsync<EdgeStartException>(() => EdgeHost.RunAsync(
            TestEdge.OptionsFor(_plane, _data), TestContext.Current.CancellationToken, builder => builder.Services.AddHostedService<SlowStart>()));

        Assert.Contains("The join token is used up.", refused.Message, StringComparison.Ordinal);
        Assert.True(enrolled.IsCompleted);
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task The_nodes_key_lies_nowhere_in_plain()
    {
        await using var edge = await TestEdge.StartAsync(_plane, _data);
        await _plane.NextStreamAsync();
        using var key = edge.Services.GetRequiredService<Membership>().Current!.Certificate.GetECDsaPrivateKey()!;
        var secret = key.ExportParameters(true).D!;

        Assert.True(File.Exists(_data["edge/identity"]));
        foreach (var file in Directory.GetFiles(_data["edge"], "*", SearchOption.AllDirectories).Where(file => Path.GetFileName(file) != "lock"))
        {
            var content = File.ReadAllBytes(file);
            Assert.Equal(-1, content.AsSpan().IndexOf(secret));
            Assert.Equal(-1, content.AsSpan().IndexOf(Encoding.ASCII.GetBytes("PRIVATE KEY")));
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        }
    }

    [Fact]
    public async Task A_certificate_is_renewed_at_two_thirds_of_its_life()
    {
        _plane.NodeStart = TimeProvider.System.GetUtcNow().AddHours(-17);
        await using var edge = await TestEdge.StartAsync(_plane, _data);

        await _plane.Renewed.Task.WaitAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_lapsed_certificate_is_renewed_by_proof_of_its_key()
    {
        _plane.NodeStart = TimeProvider.System.GetUtcNow().AddDays(-10);
        await using var edge = await TestEdge.StartAsync(_plane, _data);

        await _plane.Renewed.Task.WaitAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_certificate_in_its_first_two_thirds_is_left_alone()
    {
        _plane.NodeStart = TimeProvider.System.GetUtcNow().AddHours(-15);
        await using var edge = await TestEdge.StartAsync(_plane, _data);
        await _plane.NextStreamAsync();

        var identity = edge.Services.GetRequiredService<Membership>().Current!;

        Assert.InRange(identity.RenewAt - TimeProvider.System.GetUtcNow(), TimeSpan.FromMinutes(50), TimeSpan.FromMinutes(61));
        Assert.False(_plane.Renewed.Task.IsCompleted);
    }

    [Fact]
    public async Task An_identity_under_another_state_key_is_refused_with_what_to_do()
    {
        await using (await TestEdge.StartAsync(_plane, _data))
        {
            await _plane.NextStreamAsync();
        }

        var refused = await Assert.ThrowsAsync<EdgeStartException>(() => TestEdge.StartAsync(_plane, _data, options => options with { StateKeyFile = _data["other.key"] }));

        Assert.Contains("another state key", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_edges_cannot_share_a_directory()
    {
        await using var edge = await TestEdge.StartAsync(_plane, _data);

        await Assert.ThrowsAsync<EdgeStartException>(() => TestEdge.StartAsync(_plane, _data));
    }

    private sealed class SlowStart(IHostApplicationLifetime lifetime) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken)
        {
            var stopping = new TaskCompletionSource();
            lifetime.ApplicationStopping.Register(stopping.SetResult);
            return stopping.Task.WaitAsync(TestContext.Current.CancellationToken);
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }

    private Task<int> RunAsync(ScriptedControlPlane? at = null) => EdgeHost.RunAsync(
        TestEdge.OptionsFor(_plane, _data) with { ControlPlanes = [(at ?? _plane).Address] }, TestContext.Current.CancellationToken);
}
