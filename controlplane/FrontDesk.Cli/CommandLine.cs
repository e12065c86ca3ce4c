using System.CommandLine;
using FrontDesk.Cli.Flags;

namespace FrontDesk.Cli;

/// <summary>One run of `frontdesk`: parse, run, and turn every end into an exit code and a sentence.</summary>
internal static class CommandLine
{
    /// <summary>Runs a command line and returns its exit code. Ctrl-C and SIGTERM cancel it.</summary>
    public static async Task<int> RunAsync(string[] args, Shell shell, CancellationToken cancellation = default)
    {
        var root = CommandTree.Build(shell);
        var parse = root.Parse(EnvironmentFlags.Complete(root.Parse(args), args, shell));
        if (parse.Errors.Count > 0 && parse.Action is not System.CommandLine.Help.HelpAction)
        {
            return WrongUsage.Tell(parse, shell);
        }

        try
        {
            var surroundings = new InvocationConfiguration { EnableDefaultExceptionHandler = false, Output = shell.Out, Error = shell.Error };
            return await parse.InvokeAsync(surroundings, cancellation);
        }
        catch (CommandFailure failure)
        {
            return Tell(shell, failure.ExitCode, failure.Message, failure.Hint);
        }
        catch (OperationCanceledException)
        {
            return Tell(shell, ExitCode.Error, "cancelled", "");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Tell(shell, ExitCode.Error, e.Message, "");
        }
        finally
        {
            await shell.Out.FlushAsync(CancellationToken.None);
        }
    }

    private static int Tell(Shell shell, int exitCode, string message, string hint)
    {
        shell.Error.WriteLine($"error: {Output.Printable.Line(message)}");
        if (hint.Length > 0)
        {
            shell.Error.WriteLine($"hint: {Output.Printable.Line(hint)}");
        }

        return exitCode;
    }
}
