using FrontDesk.Cli.Tests.Fakes;

namespace FrontDesk.Cli.Tests.Connection;

/// <summary>Whom the command line talks to, and to whom it never shows the token.</summary>
public sealed class TrustTests
{
    [Fact]
    public async Task An_authority_in_a_file_certifies_the_control_plane()
    {
        await using var control = await FakeControlPlane.StartAsync();
        using var shell = TestShell.For(control);
        (await shell.RunAsync("status")).Expect(0);
    }

    [Theory]
    [InlineData("")]
    [InlineData("sha256:")]
    public async Task A_fingerprint_is_enough(string prefix)
    {
        await using var control = await FakeControlPlane.StartAsync();
        using var shell = TestShell.For(control);
        shell.Variables["FRONTDESK_CA"] = prefix + control.Authority.Fingerprint;
        (await shell.RunAsync("status")).Expect(0);
        shell.Variables["FRONTDESK_CA"] = prefix + string.Join(':', Convert.FromHexString(control.Authority.Fingerprint).Select(b => $"{b:X2}"));
        (await shell.RunAsync("status")).Expect(0);
    }

    [Fact]
    public async Task Another_fingerprint_is_refused()
    {
        await using var control = await FakeControlPlane.StartAsync();
        using var shell = TestShell.For(control);
        shell.Variables["FRONTDESK_CA"] = new string('a', 64);
        Assert.Contains("fingerprint", (await shell.RunAsync("status")).Expect(6).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_shows_the_right_authority_without_being_certified_by_it_is_refused()
    {
        using var right = new TestAuthority();
        using var wrong = new TestAuthority();
        await using var control = await FakeControlPlane.StartAsync(wrong, shown: right.Certificate);
        using var shell = TestShell.For(control);
        shell.Variables["FRONTDESK_CA"] = right.Fingerprint;
        Assert.Contains("stands between", (await shell.RunAsync("status")).Expect(6).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_of_another_authority_is_refused()
    {
        using var other = new TestAuthority();
        await using var control = await FakeControlPlane.StartAsync();
        using var shell = TestShell.For(control);
        shell.Variables["FRONTDESK_CA"] = shell.Write("other.crt", other.Pem);
        Assert.Contains("not issued by the authority", (await shell.RunAsync("status")).Expect(6).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_is_trusted_where_no_authority_is_known()
    {
        await using var control = await FakeControlPlane.StartAsync();
        using var shell = TestShell.For(control);
        shell.Variables.Remove("FRONTDESK_CA");
        Assert.Contains("set FRONTDESK_CA", (await shell.RunAsync("status")).Expect(6).Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("frontdesk:node/edge-1")]
    public async Task A_certificate_of_a_site_or_a_node_is_no_control_planes(string? uri)
    {
        using var authority = new TestAuthority();
        await using var control = await FakeControlPlane.StartAsync(authority, authority.Issue(uri));
        using var shell = TestShell.For(control);
        Assert.Contains("is not a control plane's", (await shell.RunAsync("status")).Expect(6).Error, StringComparison.Ordinal);
        shell.Variables["FRONTDESK_CA"] = authority.Fingerprint;
        (await shell.RunAsync("status")).Expect(6);
    }

    [Fact]
    public async Task A_certificate_for_another_host_is_refused()
    {
        using var authority = new TestAuthority();
        await using var control = await FakeControlPlane.StartAsync(authority, authority.Issue(namesLoopback: false));
        using var shell = TestShell.For(control);
        Assert.Contains("does not name this host", (await shell.RunAsync("status")).Expect(6).Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://127.0.0.1:7400")]
    [InlineData("https://127.0.0.1:7400/path")]
    [InlineData("https://user@127.0.0.1:7400")]
    [InlineData("not an address")]
    public async Task Only_https_addresses_are_called(string server)
    {
        using var shell = new TestShell();
        shell.Variables["FRONTDESK_SERVER"] = server;
        shell.Variables["FRONTDESK_TOKEN"] = FakeControlPlane.Token;
        Assert.Contains("is no address of a control plane", (await shell.RunAsync("status")).Expect(1).Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("desk.example.com", "https://desk.example.com:7400/")]
    [InlineData("https://desk.example.com", "https://desk.example.com:7400/")]
    [InlineData("https://desk.example.com:443", "https://desk.example.com/")]
    [InlineData("desk.example.com:8000", "https://desk.example.com:8000/")]
    [InlineData("https://[::1]:7400/", "https://[::1]:7400/")]
    public void The_port_is_7400_unless_said(string text, string server) => Assert.Equal(server, Cli.Connection.ServerAddress.Parse(text).ToString());

    [Fact]
    public async Task A_damaged_authority_is_told_and_what_it_should_be()
    {
        using var shell = new TestShell();
        shell.Variables["FRONTDESK_TOKEN"] = FakeControlPlane.Token;
        shell.Variables["FRONTDESK_CA"] = shell.Write("ca.crt", "no certificate");
        Assert.Contains("SHA-256 fingerprint", (await shell.RunAsync("status")).Expect(1).Error, StringComparison.Ordinal);
    }
}
