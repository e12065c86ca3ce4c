using FrontDesk.Admin.V1;
using FrontDesk.Cli.Connection;

namespace FrontDesk.Cli.Login;

/// <summary>Runs `login`.</summary>
internal static class LoginRun
{
    /// <summary>Tries the token before it is stored. A fingerprint is exchanged for the authority's certificate once and for all.</summary>
    public static async Task<int> RunAsync(Shell shell, LoginOptions options, CancellationToken cancellation)
    {
        var server = ServerAddress.Parse(options.Server ?? shell.VariableOrNull("FRONTDESK_SERVER") ?? ConnectionSettings.DefaultServer);
        var anchor = options.Authority is { } named ? TrustAnchor.Read(shell, named) : TrustAnchor.Of(null);
        var token = options.TokenFile is { } file ? OperatorToken.FromFile(shell, file) : await Interruptible.RunAsync(() => OperatorToken.FromInput(shell), cancellation);
        return await ControlPlane.UseAsync(
            new ConnectionSettings(server, token, anchor),
            async (control, found) =>
            {
                var status = await control.Fleet.GetStatusAsync(new GetStatusRequest(), deadline: Transport.Deadline(), cancellationToken: cancellation);
                var path = new StoredContext(ServerAddress.Text(server), token, found.Certificate?.ExportCertificatePem() ?? "").Write(shell);
                shell.Error.WriteLine($"logged in to {ServerAddress.Text(server)}, whose head is revision {status.Head}; stored in {path}");
                return ExitCode.Done;
            },
            cancellation);
    }
}
