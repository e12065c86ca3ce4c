namespace FrontDesk.Cli.Users;

/// <summary>Reads a user's password from where it cannot be seen: a prompt, a file, or standard input; never a flag.</summary>
internal static class Password
{
    private const int MostBytes = 1024;

    /// <summary>The password of a file, without the line's end.</summary>
    public static string FromFile(Shell shell, string file)
    {
        try
        {
            return Line(BoundedFile.ReadText(shell.Resolve(file), MostBytes));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure(ExitCode.Error, $"the password file '{file}' cannot be read: {e.Message}");
        }
    }

    /// <summary>Asks a person twice, or reads standard input.</summary>
    public static string FromInput(Shell shell)
    {
        if (!shell.InputIsTerminal)
        {
            using var input = shell.OpenInput();
            return Line(BoundedFile.ReadText(input, MostBytes));
        }

        var first = Ask(shell, "password (not shown): ");
        return Ask(shell, "again: ") == first ? first : throw new CommandFailure(ExitCode.Error, "the two passwords differ");
    }

    private static string Ask(Shell shell, string question)
    {
        shell.Error.Write(question);
        var line = shell.ReadHidden();
        shell.Error.WriteLine();
        return line is { Length: > 0 } ? line : throw new CommandFailure(ExitCode.Error, "there is no password");
    }

    private static string Line(string text)
    {
        var line = text.TrimEnd('\r', '\n');
        return line.Length > 0 ? line : throw new CommandFailure(ExitCode.Error, "there is no password", "write it to standard input, or name a file with --password-file");
    }
}
