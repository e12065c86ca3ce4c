using FrontDesk.Testing.Processes;

namespace FrontDesk.Testing.Desks;

/// <summary>Runs `frontdesk` as its users do: as a process, with its environment.</summary>
public static class CommandLine
{
    /// <summary>Runs a command to its end.</summary>
    /// <param name="environment">Variables to set; no other variable of Front Desk is passed on.</param>
    /// <param name="directory">Where it runs.</param>
    /// <param name="cancellationToken">Kills it.</param>
    /// <param name="arguments">The command and its arguments.</param>
    public static async Task<CommandResult> RunAsync(
        IReadOnlyDictionary<string, string?> environment, string directory, CancellationToken cancellationToken, params string[] arguments)
    {
        await using var program = RunningProgram.Start(
            "frontdesk",
            Programs.Dotnet,
            ["exec", Programs.CommandLine, .. arguments],
            Programs.CleanEnvironment(environment),
            directory);
        var code = await program.WaitForExitAsync(cancellationToken);
        return new CommandResult($"frontdesk {string.Join(' ', arguments)}", code, program.Output.Text, program.Errors.Text);
    }
}
