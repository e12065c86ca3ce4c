using System.Text.Json.Nodes;
using FrontDesk.Cli.Apply;
using FrontDesk.Cli.Changes;
using FrontDesk.Cli.Connection;
using FrontDesk.Configuration.Documents;

namespace FrontDesk.Cli.Expose;

/// <summary>Runs `expose`.</summary>
internal static class ExposeRun
{
    /// <summary>Applies the one-line document that the arguments stand for.</summary>
    public static async Task<int> RunAsync(Shell shell, ExposeOptions options, CancellationToken cancellation)
    {
        if (!options.Url.Contains("://", StringComparison.Ordinal) && !options.Url.StartsWith("unix:", StringComparison.Ordinal))
        {
            throw new CommandFailure(ExitCode.Error, $"'{options.Url}' is no address of a service", "write it as http://HOST:PORT, https://HOST:PORT, h2c://HOST:PORT or unix:/PATH");
        }

        // A name of a resource has no star.
        var name = options.Host.StartsWith("*.", StringComparison.Ordinal) ? $"wildcard{options.Host[1..]}" : options.Host;
        var document = new JsonObject { ["routes"] = new JsonObject { [name] = new JsonObject { ["hosts"] = options.Host, ["to"] = options.Url } } };
        var read = DocumentReader.Read([new SourceFile("expose", document.ToJsonString())], _ => null);
        if (read.Problems.Count > 0)
        {
            // The document is nobody's file: its places would only confuse.
            return Rejection.Tell(shell, options.Format, [.. read.Problems.Select(problem => new Config.V1.Problem(problem) { File = "" })]);
        }

        return await ControlPlane.UseAsync(
            shell,
            control => new ChangeRun(shell, control, options.Change, options.Format)
                .RunAsync(ApplyRun.Put(control, options.Change.Header(), read.Resources, cancellation), cancellation),
            cancellation);
    }
}
