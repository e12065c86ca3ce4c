using System.Diagnostics;
using FrontDesk.Edge.Tests.Hosting;
using FrontDesk.Edge.Tests.Sync;
using FrontDesk.Testing.Networking;

namespace FrontDesk.Edge.Tests.Tls;

/// <summary>A client that comes back pays for half a handshake: as OpenSSL's own client sees it.</summary>
public sealed class SessionTests
{
    private readonly int _port = FreePort.Next();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("-tls1_2", "TLSv1.2")]
    [InlineData("-tls1_3", "TLSv1.3")]
    public async Task A_session_is_resumed_also_after_other_changes_of_the_configuration(string version, string told)
    {
        await using var served = await ServedEdge.StartAsync();
        await served.PutAsync(Resources.Tls("secure", _port), served.Certificate("site", "a.test"), Resources.Answer("hello", "a.test", "hello"));
        var session = served.Data["session.pem"];
        Assert.Contains($"New, {told}", await ConnectAsync(version, "-sess_out", session), StringComparison.Ordinal);

        await served.PutAsync(Resources.Answer("more", "b.test", "more"), served.Certificate("other", "other.test"));

        var again = await ConnectAsync(version, "-sess_in", session);
        Assert.Contains($"Reused, {told}", again, StringComparison.Ordinal);
        Assert.Contains("hello", again, StringComparison.Ordinal);
    }

    private async Task<string> ConnectAsync(string version, params string[] more)
    {
        var start = new ProcessStartInfo("openssl", ["s_client", "-connect", $"127.0.0.1:{_port}", "-servername", "a.test", "-ign_eof", version, .. more])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var client = Process.Start(start)!;
        var errors = client.StandardError.ReadToEndAsync(Stop);
        await client.StandardInput.WriteAsync("GET / HTTP/1.1\r\nHost: a.test\r\nConnection: close\r\n\r\n");
        client.StandardInput.Close();
        var output = await client.StandardOutput.ReadToEndAsync(Stop);
        await client.WaitForExitAsync(Stop);
        return output + await errors;
    }
}
