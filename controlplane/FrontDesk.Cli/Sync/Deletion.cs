using FrontDesk.Cli.Output;
using FrontDesk.Config.V1;

namespace FrontDesk.Cli.Sync;

/// <summary>Asks a person before anything is deleted.</summary>
internal static class Deletion
{
    private const int MostNamed = 20;

    /// <summary>Returns where nothing is to be deleted, or the person agrees.</summary>
    /// <exception cref="CommandFailure">There is nobody to ask, or the answer is not yes.</exception>
    public static async Task AskAsync(Shell shell, IReadOnlyList<Difference> deletions, CancellationToken cancellation)
    {
        if (deletions.Count == 0)
        {
            return;
        }

        var what = $"{deletions.Count} {(deletions.Count == 1 ? "resource" : "resources")}";
        foreach (var deletion in deletions.Take(MostNamed))
        {
            shell.Error.WriteLine($"- {Printable.Line(KindText.Of(deletion.Kind, deletion.Name))}");
        }

        if (deletions.Count > MostNamed)
        {
            shell.Error.WriteLine($"… and {deletions.Count - MostNamed} more");
        }

        if (!shell.InputIsTerminal)
        {
            throw new CommandFailure(ExitCode.Error, $"this would delete {what}, and there is nobody to ask", "say --yes to delete, or use `apply`, which keeps what is not sent");
        }

        shell.Error.Write($"delete {what}? [y/N] ");
        using var input = new StreamReader(shell.OpenInput());
        if ((await Interruptible.RunAsync(input.ReadLine, cancellation))?.Trim().ToUpperInvariant() is not ("Y" or "YES"))
        {
            throw new CommandFailure(ExitCode.Error, "nothing was changed");
        }
    }
}
