using System.Diagnostics;
using System.Text.Json;

namespace FrontDesk.Quickstart;

/// <summary>Runs `frontdesk` as its users do.</summary>
internal sealed class CommandLine(Places places)
{
    /// <summary>The command's assembly.</summary>
    public static string Assembly { get; } = Places.Program("controlplane/FrontDesk.Cli", "frontdesk");

    /// <summary>What the command finds in its environment.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; } = new Dictionary<string, string>
    {
        ["FRONTDESK_SERVER"] = $"https://{places.Operators}",
        ["FRONTDESK_TOKEN_FILE"] = places.AdminToken,
        ["FRONTDESK_CA"] = places.Authority,
    };

    /// <summary>Runs a command to its end.</summary>
    public async Task<CommandResult> RunAsync(CancellationToken cancellationToken, params string[] arguments)
    {
        var start = new ProcessStartInfo(Dotnet.Path, ["exec", Assembly, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in Environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start) ?? throw new QuickstartException("frontdesk did not start.");
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var errors = process.StandardError.ReadToEndAsync(cancellationToken);
        try
        {
            await process.WaitForExitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        return new CommandResult(process.ExitCode, await output, await errors);
    }

    /// <summary>Runs a command that must succeed.</summary>
    /// <exception cref="QuickstartException">It did not; says why.</exception>
    public async Task<string> MustRunAsync(CancellationToken cancellationToken, params string[] arguments)
    {
        var result = await RunAsync(cancellationToken, arguments);
        return result.ExitCode == 0
            ? result.Output
            : throw new QuickstartException($"`frontdesk {string.Join(' ', arguments)}` ended with {result.ExitCode}:\n{result.Output}{result.Errors}");
    }

    /// <summary>The fleet's status; null where the control plane does not answer yet.</summary>
    public async Task<JsonDocument?> StatusAsync(CancellationToken cancellationToken)
    {
        var result = await RunAsync(cancellationToken, "status", "-o", "json");
        return result.ExitCode == 0 ? JsonDocument.Parse(result.Output) : null;
    }
}
