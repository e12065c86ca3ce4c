using FrontDesk.Testing.Processes;

namespace FrontDesk.Testing.Desks;

/// <summary>Finds the error lines in a program's log that a test did not expect.</summary>
public sealed class ErrorLogs
{
    private static readonly string[] Marks = ["fail: ", "crit: ", "\"LogLevel\":\"Error\"", "\"LogLevel\":\"Critical\"", "Unhandled exception"];
    private readonly List<string> _expected = [];

    /// <summary>Errors whose line, or the next one, contains this text are part of the test.</summary>
    public void Expect(string text) => _expected.Add(text);

    /// <summary>Throws when a program logged an error that was not expected.</summary>
    public void Check(RunningProgram program)
    {
        var lines = program.Output.All.Concat(program.Errors.All).ToList();
        var unexpected = lines
            .Select((line, index) => index + 1 < lines.Count ? $"{line}\n{lines[index + 1]}" : line)
            .Where(line => Marks.Any(mark => line.Split('\n')[0].Contains(mark, StringComparison.Ordinal)))
            .Where(line => !_expected.Any(text => line.Contains(text, StringComparison.Ordinal)))
            .ToList();
        if (unexpected.Count > 0)
        {
            throw new InvalidOperationException($"{program.Name} logged errors that the test does not expect:\n{string.Join('\n', unexpected)}");
        }
    }
}
