using System.Net;
using FrontDesk.Edge.Hosting;
using FrontDesk.Testing.Files;

namespace FrontDesk.Edge.Tests.Hosting;

public sealed class EdgeCommandTests : IDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly Dictionary<string, string> _environment = [];
    private EdgeOptions? _options;

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Two_flags_are_enough_and_the_others_have_their_documented_defaults()
    {
        Assert.Equal((0, ""), await RunAsync("--control-plane https://cp.test:7401 --data d"));

        Assert.Equal([new Uri("https://cp.test:7401")], _options!.ControlPlanes);
        Assert.Equal("d", _options.DataDirectory);
        Assert.Equal(Environment.MachineName, _options.Name);
        Assert.Null(_options.JoinToken);
        Assert.Equal("", _options.Group);
        Assert.Null(_options.BindAddress);
        Assert.Equal(IPEndPoint.Parse("127.0.0.1:7402"), _options.Status);
        Assert.False(_options.StatusOpen);
        Assert.Null(_options.StatusToken);
        Assert.Null(_options.StatusClientAuthorityFile);
        Assert.Null(_options.StateKeyFile);
        Assert.Equal(TimeSpan.FromSeconds(30), _options.DrainTimeout);
        Assert.Equal("-", _options.AccessLog);
    }

    [Fact]
    public async Task Every_flag_is_read()
    {
        var join = _directory.Write("join", "fdj_token\n");
        var status = _directory.Write("status", " secret \n");

        Assert.Equal((0, ""), await RunAsync(
            $"--control-plane https://a:1,https://b:2 --data d --name n --group g --bind-address ::1 --status [::1]:80 --status-open --join-file {join} "
            + $"--status-token-file {status} --status-client-ca ca.pem --state-key-file k --drain-timeout 5m --access-log a.log"));

        Assert.Equal([new Uri("https://a:1"), new Uri("https://b:2")], _options!.ControlPlanes);
        Assert.Equal(("n", "g", "k", "a.log"), (_options.Name, _options.Group, _options.StateKeyFile, _options.AccessLog));
        Assert.Equal(("fdj_token", "secret", "ca.pem"), (_options.JoinToken, _options.StatusToken, _options.StatusClientAuthorityFile));
        Assert.Equal((IPAddress.IPv6Loopback, IPEndPoint.Parse("[::1]:80"), true), (_options.BindAddress, _options.Status, _options.StatusOpen));
        Assert.Equal(TimeSpan.FromMinutes(5), _options.DrainTimeout);
    }

    [Fact]
    public async Task The_environment_says_the_same_and_the_flag_wins()
    {
        _environment["FRONTDESK_CONTROL_PLANE"] = "https://cp.test:7401";
        _environment["FRONTDESK_DATA"] = "from-environment";
        _environment["FRONTDESK_JOIN"] = "fdj_token";
        _environment["FRONTDESK_STATUS_OPEN"] = "true";
        _environment["FRONTDESK_DRAIN_TIMEOUT"] = "1s";
        _environment["FRONTDESK_GROUP"] = "";

        Assert.Equal((0, ""), await RunAsync("--data from-flag --drain-timeout 2s"));

        Assert.Equal(("from-flag", "fdj_token", true, ""), (_options!.DataDirectory, _options.JoinToken, _options.StatusOpen, _options.Group));
        Assert.Equal(TimeSpan.FromSeconds(2), _options.DrainTimeout);
    }

    [Theory]
    [InlineData("500ms", 500)]
    [InlineData("0s", 0)]
    [InlineData("90s", 90_000)]
    [InlineData("60m", 3_600_000)]
    public async Task A_duration_is_read(string text, int milliseconds)
    {
        await RunAsync($"--control-plane https://cp --data d --drain-timeout {text}");

        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), _options!.DrainTimeout);
    }

    [Theory]
    [InlineData("--control-plane", "http://cp.test:7401", "'http://cp.test:7401' is no control plane's address; write https://HOST:7401.")]
    [InlineData("--control-plane", "https://cp.test:7401,cp2", "'cp2' is no control plane's address; write https://HOST:7401.")]
    [InlineData("--control-plane", "https://cp.test:7401/path", "'https://cp.test:7401/path' is no control plane's address; write https://HOST:7401.")]
    [InlineData("--control-plane", "https://me:secret@cp.test", "'https://me:secret@cp.test' is no control plane's address; write https://HOST:7401.")]
    [InlineData("--control-plane", "https://cp.test?a=b", "'https://cp.test?a=b' is no control plane's address; write https://HOST:7401.")]
    [InlineData("--control-plane", ",", "Write https://HOST:7401.")]
    [InlineData("--data", "", "It must not be empty.")]
    [InlineData("--name", "", "It must not be empty.")]
    [InlineData("--bind-address", "localhost", "Write an IP address of this host: 192.0.2.1 or 2001:db8::1.")]
    [InlineData("--bind-address", "127.0.0.1:80", "Write an IP address of this host: 192.0.2.1 or 2001:db8::1.")]
    [InlineData("--status", "7402", "Write an address and a port: 127.0.0.1:7402.")]
    [InlineData("--status", "127.0.0.1", "Write an address and a port: 127.0.0.1:7402.")]
    [InlineData("--status", "127.0.0.1:70000", "Write an address and a port: 127.0.0.1:7402.")]
    [InlineData("--drain-timeout", "30", "Write a duration of at most an hour: 500ms, 30s, 5m.")]
    [InlineData("--drain-timeout", "61m", "Write a duration of at most an hour: 500ms, 30s, 5m.")]
    [InlineData("--drain-timeout", "-1s", "Write a duration of at most an hour: 500ms, 30s, 5m.")]
    [InlineData("--drain-timeout", "1h", "Write a duration of at most an hour: 500ms, 30s, 5m.")]
    [InlineData("--access-log", "", "It must not be empty.")]
    public async Task A_bad_value_is_told_in_one_line_by_flag_and_by_variable(string flag, string value, string says)
    {
        Assert.Equal((1, $"frontdesk-edge: {flag}: '{value}' is not understood. {says}\n"), await RunAsync([.. Good(except: flag), flag, value]));
        if (value.Length > 0)
        {
            var variable = "FRONTDESK_" + flag[2..].Replace('-', '_').ToUpperInvariant();
            _environment[variable] = value;
            Assert.Equal((1, $"frontdesk-edge: {variable}: '{value}' is not understood. {says}\n"), await RunAsync(Good(except: flag)));
        }

        Assert.Null(_options);
    }

    [Theory]
    [InlineData("", "--control-plane")]
    [InlineData("--control-plane https://cp", "--data")]
    [InlineData("--control-plane https://cp --data d --nmae x", "--nmae")]
    [InlineData("--control-plane https://cp --data d extra", "extra")]
    [InlineData("--control-plane https://cp --data", "--data")]
    [InlineData("--control-plane https://cp --data d --name a --name b", "--name")]
    [InlineData("--control-plane https://cp --data d --join-file missing/file", "--join-file")]
    [InlineData("--control-plane https://cp --data d --status-token-file missing/file", "--status-token-file")]
    public async Task Wrong_flags_are_told_in_one_line(string arguments, string names)
    {
        var (code, errors) = await RunAsync(arguments);

        Assert.Equal(1, code);
        Assert.Matches("^frontdesk-edge: [^\n]+\n$", errors);
        Assert.Contains(names, errors, StringComparison.Ordinal);
        Assert.Null(_options);
    }

    [Fact]
    public async Task A_switch_in_the_environment_must_be_true_or_false()
    {
        _environment["FRONTDESK_STATUS_OPEN"] = "perhaps";

        Assert.Equal((1, "frontdesk-edge: FRONTDESK_STATUS_OPEN: 'perhaps' is not understood. Write true or false.\n"), await RunAsync("--control-plane https://cp --data d"));
    }

    [Fact]
    public async Task An_empty_token_file_is_told()
    {
        var file = _directory.Write("token", " \n");

        Assert.Equal((1, $"frontdesk-edge: The file {file} of --status-token-file is empty.\n"), await RunAsync($"--control-plane https://cp --data d --status-token-file {file}"));
    }

    [Fact]
    public async Task What_the_edge_refuses_is_told_in_one_line()
        => Assert.Equal(
            (1, "frontdesk-edge: Not today.\n"),
            await RunAsync(["--control-plane", "https://cp", "--data", "d"], (_, _) => throw new EdgeStartException("Not today.")));

    private static string[] Good(string except)
        => [.. new[] { ("--control-plane", "https://cp"), ("--data", "d") }.Where(flag => flag.Item1 != except).SelectMany(flag => new[] { flag.Item1, flag.Item2 })];

    private Task<(int Code, string Errors)> RunAsync(string arguments) => RunAsync(arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    private async Task<(int Code, string Errors)> RunAsync(string[] arguments, Func<EdgeOptions, CancellationToken, Task<int>>? run = null)
    {
        var command = new EdgeCommand(run ?? ((options, _) => Task.FromResult((_options = options) is null ? 1 : 0)), _environment.GetValueOrDefault);
        using var errors = new StringWriter { NewLine = "\n" };
        return (await command.RunAsync(arguments, errors), errors.ToString());
    }
}
