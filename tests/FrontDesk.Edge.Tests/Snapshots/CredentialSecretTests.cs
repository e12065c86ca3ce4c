using FrontDesk.Config.V1;
using FrontDesk.Edge.Tests.Credentials;
using FrontDesk.Edge.Tests.Hosting;
using FrontDesk.Edge.Tests.Sync;
using FrontDesk.Edge.V1;
using FrontDesk.Testing.Networking;

namespace FrontDesk.Edge.Tests.Snapshots;

/// <summary>How sets of credentials come to an edge: as secrets, before the configuration that names them runs, and whenever they change.</summary>
public sealed class CredentialSecretTests : IAsyncLifetime
{
    private readonly int _port = FreePort.Next();
    private ServedEdge _served = null!;

    public async ValueTask InitializeAsync() => _served = await ServedEdge.StartAsync();

    public ValueTask DisposeAsync() => _served.DisposeAsync();

    [Fact]
    public async Task Users_are_there_when_a_configuration_is_acknowledged_that_names_them_and_change_by_themselves()
    {
        Keep(1, ("ann", "right password", []));
        _served.Scope.Announce("users/staff", 1);
        await _served.PutAsync(
            Resources.Plain("plain", _port),
            new Resource { Name = "staff", Users = new UsersConfig() },
            new Resource { Name = "guarded", Access = new AccessConfig { Rules = { new AccessRule { Require = new AccessRequirement { Basic = new BasicAuth { Users = "staff" } } } } } },
            new Resource { Name = "a", Route = new RouteConfig { Hosts = { "a.test" }, Respond = new Respond(), Access = new RouteAccess { Policy = "guarded" } } });
        Assert.Equal(200, await GetAsync("ann", "right password"));
        Assert.Equal(401, await GetAsync("ann", "newer password"));

        Keep(2, ("ann", "newer password", []));
        await _served.Stream.SendAsync(new ControlMessage { SecretsChanged = new SecretsChanged { Secrets = { _served.Scope.Announce("users/staff", 2) } } });
        Assert.NotNull((await _served.Stream.NextAnswerAsync()).Ack);
        Assert.Equal(401, await GetAsync("ann", "right password"));
        Assert.Equal(200, await GetAsync("ann", "newer password"));
        Assert.Equal(2, _served.Plane.SecretsAsked);

        // Not in clear on the disk.
        Assert.All(
            Directory.EnumerateFiles(Path.Combine(_served.Data.Path, "edge", "configuration")),
            file => Assert.DoesNotContain("$2a$", System.Text.Encoding.Latin1.GetString(ReadShared(file)), StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_set_without_users_yet_holds_nothing_back()
    {
        _served.Scope.Announce("users/staff", 0);
        Assert.NotNull(await _served.PutAsync(new Resource { Name = "staff", Users = new UsersConfig() }));
        Assert.Equal(0, _served.Plane.SecretsAsked);
    }

    private static byte[] ReadShared(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    private void Keep(uint version, params (string Name, string Password, string[] Groups)[] users) => _served.Plane.Secrets["users/staff"] = new GetSecretsResponse
    {
        Secret = new SecretVersion { Secret = "users/staff", Version = version },
        Users = Users.Secret(users),
    };

    private async Task<int> GetAsync(string name, string password)
    {
        await using var connection = await ServedEdge.ConnectAsync(_port);
        await connection.SendAsync($"GET / HTTP/1.1\r\nHost: a.test\r\nAuthorization: {Users.Basic(name, password)}\r\n\r\n", TestContext.Current.CancellationToken);
        return (await connection.ReadAnswerAsync(TestContext.Current.CancellationToken)).Status;
    }
}
