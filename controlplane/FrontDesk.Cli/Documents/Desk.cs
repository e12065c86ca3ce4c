using FrontDesk.Config.V1;
using FrontDesk.Configuration.Documents;

namespace FrontDesk.Cli.Documents;

/// <summary>What the documents of a command say, ready to be sent.</summary>
/// <param name="Resources">The resources, with what the files hold that they name.</param>
/// <param name="Problems">What is wrong with the documents themselves.</param>
/// <param name="Sources">Where everything stands.</param>
internal sealed record Desk(IReadOnlyList<Resource> Resources, IReadOnlyList<Problem> Problems, SourceMap Sources)
{
    /// <summary>Reads documents and the files they name.</summary>
    /// <exception cref="CommandFailure">A document cannot be read.</exception>
    public static Desk Read(Shell shell, IReadOnlyList<string> files)
    {
        var read = DocumentReader.Read(DocumentFiles.Read(shell, files), shell.Variable);
        return new Desk(read.Resources, [.. read.Problems, .. CertificateFiles.Embed(shell, read.Resources, read.Sources), .. AddressFiles.Embed(shell, read.Resources, read.Sources)], read.Sources);
    }

    /// <summary>The same, and Ctrl-C ends it also where standard input never does.</summary>
    public static Task<Desk> ReadAsync(Shell shell, IReadOnlyList<string> files, CancellationToken cancellation) =>
        Interruptible.RunAsync(() => Read(shell, files), cancellation);

    /// <summary>Whether the documents cannot be sent as they are.</summary>
    public bool HasErrors => Problems.Any(problem => problem.Severity == Severity.Error);
}
