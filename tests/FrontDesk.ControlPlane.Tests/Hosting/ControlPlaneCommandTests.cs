using System.Net;
using FrontDesk.ControlPlane.Hosting;

namespace FrontDesk.ControlPlane.Tests.Hosting;

public sealed class ControlPlaneCommandTests
{
    [Fact]
    public async Task What_is_not_said_has_the_documented_defaults()
    {
        var options = await ReadAsync("--data", "desk");

        Assert.Equal(Path.GetFullPath("desk"), options.DataDirectory);
        Assert.Equal(("embedded", 1000), (options.Store, options.KeepRevisions));
        Assert.Equal((new IPEndPoint(IPAddress.Loopback, 7400), new IPEndPoint(IPAddress.Loopback, 7401)), (options.Listen, options.EdgeListen));
        Assert.Equal((TimeSpan.FromSeconds(5), 3), (options.Publishing.Beat, options.Publishing.MissedBeats));
    }

    [Fact]
    public async Task Every_flag_can_be_said()
    {
        var options = await ReadAsync(
            "--data", "/d", "--store", "redis://r:6379", "--listen", "[::1]:1", "--edge-listen", ":2", "--name", "a.example.com, 192.0.2.1",
            "--master-key-file", "/k", "--keep-revisions", "7");

        Assert.Equal(("redis://r:6379", "/k", 7), (options.Store, options.MasterKeyFile, options.KeepRevisions));
        Assert.Equal((new IPEndPoint(IPAddress.IPv6Loopback, 1), new IPEndPoint(IPAddress.IPv6Any, 2)), (options.Listen, options.EdgeListen));
        Assert.Equal(["a.example.com", "192.0.2.1"], options.Names);
    }

    [Theory]
    [InlineData("--listen", "nowhere")]
    [InlineData("--edge-listen", "127.0.0.1")]
    [InlineData("--listen", "127.0.0.1:99999")]
    [InlineData("--keep-revisions", "0")]
    [InlineData("--store-password-file", "/no/such/file")]
    public async Task What_cannot_be_is_refused_with_exit_code_1(string flag, string value)
    {
        var command = ControlPlaneCommand.Create((_, _) => throw new InvalidOperationException("It started."));

        Assert.Equal(1, await command.Parse(["--data", "/d", flag, value]).InvokeAsync(cancellationToken: TestContext.Current.CancellationToken));
    }

    private static async Task<ControlPlaneOptions> ReadAsync(params string[] arguments)
    {
        ControlPlaneOptions? read = null;
        var command = ControlPlaneCommand.Create((options, _) =>
        {
            read = options;
            return Task.CompletedTask;
        });
        Assert.Equal(0, await command.Parse(arguments).InvokeAsync(cancellationToken: TestContext.Current.CancellationToken));
        return read!;
    }
}
