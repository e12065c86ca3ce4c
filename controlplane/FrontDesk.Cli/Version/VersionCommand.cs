using System.CommandLine;
using System.Text.Json.Nodes;
using FrontDesk.Cli.Output;

namespace FrontDesk.Cli.Version;

/// <summary>`frontdesk version`.</summary>
internal sealed class VersionCommand : Command
{
    /// <summary>Makes the command.</summary>
    public VersionCommand(Shell shell)
        : base("version", "Shows this command's version.")
    {
        var output = OutputFlag.Create();
        Add(output);
        SetAction(parse =>
        {
            Write(shell, OutputFlag.Read(parse, output));
            return ExitCode.Done;
        });
    }

    /// <summary>This command's version.</summary>
    public static string Current => typeof(VersionCommand).Assembly.GetName().Version?.ToString(3) ?? "0.0.0";

    private static void Write(Shell shell, OutputFormat format)
    {
        if (format == OutputFormat.Table)
        {
            shell.Out.WriteLine($"frontdesk {Current}");
        }
        else
        {
            Answer.Write(shell, format, new JsonObject { ["version"] = Current });
        }
    }
}
