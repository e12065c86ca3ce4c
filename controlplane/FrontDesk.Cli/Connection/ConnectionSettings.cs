namespace FrontDesk.Cli.Connection;

/// <summary>Where the control plane is, who may call it, and by whom it must be certified.</summary>
/// <param name="Server">Its address: https, host and port.</param>
/// <param name="Token">The operator's token; never shown.</param>
/// <param name="Authority">What certifies the control plane.</param>
internal sealed record ConnectionSettings(Uri Server, string Token, TrustAnchor Authority)
{
    /// <summary>The server that is asked where nothing else is said.</summary>
    public const string DefaultServer = "https://127.0.0.1:7400";

    /// <summary>Without the token.</summary>
    public override string ToString() => ServerAddress.Text(Server);

    /// <summary>
    /// Takes each part from the environment, else from what `login` stored. A stored token or authority is used only for the server it was
    /// stored with, so that FRONTDESK_SERVER never sends a token to a stranger.
    /// </summary>
    public static ConnectionSettings Find(Shell shell)
    {
        var stored = StoredContext.Read(shell);
        var server = ServerAddress.Parse(shell.VariableOrNull("FRONTDESK_SERVER") ?? stored?.Server ?? DefaultServer);
        if (stored is not null && ServerAddress.Parse(stored.Server) != server)
        {
            stored = null;
        }

        var token = OperatorToken.FromEnvironment(shell) ?? stored?.Token ?? throw new CommandFailure(
            ExitCode.NotAllowed,
            $"there is no operator's token for {ServerAddress.Text(server)}",
            "set FRONTDESK_TOKEN_FILE (the first start of a control plane writes DIR/admin.token), or run `frontdesk login`");
        var authority = shell.VariableOrNull("FRONTDESK_CA") is { } named ? TrustAnchor.Read(shell, named) : TrustAnchor.Of(stored?.Authority);
        return new ConnectionSettings(server, token, authority);
    }
}
