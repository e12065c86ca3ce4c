using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace FrontDesk.Quickstart;

/// <summary>What the command line asks for.</summary>
/// <param name="Data">Where everything is kept; absolute.</param>
/// <param name="Clean">Whether to begin with nothing.</param>
/// <param name="Shift">What is added to every port; 0 to 50,000.</param>
internal sealed record QuickstartOptions(string Data, bool Clean, int Shift)
{
    /// <summary>The help text.</summary>
    public const string Usage = """
        Usage: dotnet run --project deploy/quickstart [-- [--data DIR] [--clean] [--shift N]]
          --data DIR   where everything is kept (default: artifacts/quickstart in the working copy)
          --clean      begin with nothing: delete what an earlier run kept there
          --shift N    add N to every port (7400, 7401, 7402, 8080, 8443, 9101, 9102), where one of them is in use; 0 to 50000
        """;

    /// <summary>Reads the command line.</summary>
    public static bool TryParse(
        string[] arguments, [NotNullWhen(true)] out QuickstartOptions? options, [NotNullWhen(false)] out string? problem)
    {
        options = null;
        problem = null;
        var data = Path.Combine(Places.Root, "artifacts", "quickstart");
        var clean = false;
        var shift = 0;
        for (var i = 0; i < arguments.Length; i++)
        {
            switch (arguments[i])
            {
                case "--clean":
                    clean = true;
                    break;
                case "--data" when i + 1 < arguments.Length:
                    data = arguments[++i];
                    break;
                case "--shift" when i + 1 < arguments.Length && int.TryParse(arguments[i + 1], NumberStyles.None, CultureInfo.InvariantCulture, out shift) && shift <= 50_000:
                    i++;
                    break;
                case "--help" or "-h":
                    problem = "Runs a whole Front Desk on one box, until Ctrl-C.";
                    return false;
                default:
                    problem = $"Unknown or incomplete option: {arguments[i]}";
                    return false;
            }
        }

        options = new QuickstartOptions(Path.GetFullPath(data), clean, shift);
        return true;
    }
}
