namespace FrontDesk.Cli.Connection;

/// <summary>Reads an operator's token from where it cannot be seen: the environment, a file, or standard input; never a flag.</summary>
internal static class OperatorToken
{
    private const int MostBytes = 4096;

    /// <summary>FRONTDESK_TOKEN, else the file that FRONTDESK_TOKEN_FILE names; null where neither is set.</summary>
    public static string? FromEnvironment(Shell shell)
    {
        if (shell.VariableOrNull("FRONTDESK_TOKEN") is { } token)
        {
            return Check(token, "FRONTDESK_TOKEN");
        }

        return shell.VariableOrNull("FRONTDESK_TOKEN_FILE") is { } file ? FromFile(shell, file) : null;
    }

    /// <summary>A file that holds nothing but the token.</summary>
    public static string FromFile(Shell shell, string file)
    {
        try
        {
            return Check(BoundedFile.ReadText(shell.Resolve(file), MostBytes), $"the file '{file}'");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure(ExitCode.Error, $"the token file '{file}' cannot be read: {e.Message}");
        }
    }

    /// <summary>Asks a person, or reads all of standard input.</summary>
    public static string FromInput(Shell shell)
    {
        if (!shell.InputIsTerminal)
        {
            using var input = shell.OpenInput();
            return Check(BoundedFile.ReadText(input, MostBytes), "standard input");
        }

        shell.Error.Write("operator's token (not shown): ");
        var line = shell.ReadHidden();
        shell.Error.WriteLine();
        return Check(line ?? "", "the answer");
    }

    /// <summary>What a header can carry: printable ASCII in one word. The token itself is not told, also where it is wrong.</summary>
    private static string Check(string text, string from)
    {
        var token = text.Trim();
        return token.Length > 0 && token.All(c => c is > ' ' and < '\u007f')
            ? token
            : throw new CommandFailure(ExitCode.Error, $"{from} does not hold a token", "a token is one word that begins with fdo_");
    }
}
