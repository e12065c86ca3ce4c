using System.Runtime.Versioning;
using FrontDesk.Admin.V1;
using FrontDesk.Cli.Tests.Fakes;

namespace FrontDesk.Cli.Tests.Login;

[SupportedOSPlatform("linux")]
public sealed class LoginTests : IAsyncLifetime
{
    private readonly TestShell _shell = new();
    private FakeControlPlane _control = null!;

    private string Stored => Path.Combine(_shell.Directory, "config", "frontdesk", "context.json");

    public async ValueTask InitializeAsync()
    {
        _control = await FakeControlPlane.StartAsync();
        _control.Fleet.OnStatus = _ => new GetStatusResponse { Head = 7 };
        _shell.Variables["XDG_CONFIG_HOME"] = "config";
    }

    public async ValueTask DisposeAsync()
    {
        _shell.Dispose();
        await _control.DisposeAsync();
    }

    [Fact]
    public async Task Stores_what_later_commands_need_for_its_owner_alone()
    {
        _shell.Input = FakeControlPlane.Token + "\n";
        var ended = (await _shell.RunAsync("login", _control.Url, "--ca", _shell.Write("ca.crt", _control.Authority.Pem))).Expect(0);
        Assert.Contains("whose head is revision 7", ended.Error, StringComparison.Ordinal);
        File.Delete(Path.Combine(_shell.Directory, "ca.crt"));
        (await _shell.RunAsync("status")).Expect(0);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Stored));
        Assert.Single(Directory.GetFiles(Path.GetDirectoryName(Stored)!));
    }

    [Fact]
    public async Task A_fingerprint_becomes_the_authority_it_stands_for()
    {
        _shell.Write("token", FakeControlPlane.Token);
        (await _shell.RunAsync("login", _control.Url, "--ca", _control.Authority.Fingerprint, "--token-file", "token")).Expect(0);
        Assert.Contains("BEGIN CERTIFICATE", await File.ReadAllTextAsync(Stored, TestContext.Current.CancellationToken), StringComparison.Ordinal);
        (await _shell.RunAsync("status")).Expect(0);
    }

    [Fact]
    public async Task Asks_a_person_for_the_token_without_showing_it()
    {
        _shell.InputIsTerminal = true;
        _shell.Hidden = FakeControlPlane.Token;
        _shell.Variables["FRONTDESK_CA"] = _control.Authority.Fingerprint;
        _shell.Variables["FRONTDESK_SERVER"] = _control.Url;
        var ended = (await _shell.RunAsync("login")).Expect(0);
        Assert.StartsWith("operator's token (not shown): ", ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stores_nothing_where_the_token_is_wrong()
    {
        _shell.Input = "fdo_wrong";
        (await _shell.RunAsync("login", _control.Url, "--ca", _control.Authority.Fingerprint)).Expect(7);
        Assert.False(File.Exists(Stored));
    }

    [Fact]
    public async Task A_stored_token_goes_to_its_own_server_only()
    {
        _shell.Input = FakeControlPlane.Token;
        (await _shell.RunAsync("login", _control.Url, "--ca", _control.Authority.Fingerprint)).Expect(0);
        await using var other = await FakeControlPlane.StartAsync(_control.Authority);
        _shell.Variables["FRONTDESK_SERVER"] = other.Url;
        Assert.Contains("there is no operator's token", (await _shell.RunAsync("status")).Expect(7).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stored_token_that_others_may_read_is_not_used()
    {
        _shell.Input = FakeControlPlane.Token;
        (await _shell.RunAsync("login", _control.Url, "--ca", _control.Authority.Fingerprint)).Expect(0);
        File.SetUnixFileMode(Stored, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
        Assert.Contains("chmod 600", (await _shell.RunAsync("status")).Expect(1).Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{\"server\": 5}")]
    [InlineData("{\"server\": \"https://a\"}")]
    public async Task A_damaged_context_is_told(string text)
    {
        _shell.Write("config/frontdesk/context.json", text);
        File.SetUnixFileMode(Stored, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Assert.Contains("is damaged", (await _shell.RunAsync("status")).Expect(1).Error, StringComparison.Ordinal);
    }
}
