using FrontDesk.Cli.Output;
using FrontDesk.Config.V1;
using Action = FrontDesk.Config.V1.Action;

namespace FrontDesk.Cli.Changes;

/// <summary>Differences as people read them: `+`, `~` or `-`, the resource, and below it each field with what it was and will be.</summary>
internal static class DifferenceText
{
    /// <summary>How many resources `apply` names before it only counts the rest.</summary>
    private const int MostNamed = 100;

    /// <summary>Writes all differences with their fields.</summary>
    public static void Write(Shell shell, IEnumerable<Difference> differences)
    {
        foreach (var difference in differences)
        {
            shell.Out.WriteLine(Heading(difference).Render(shell.Colour));
            foreach (var field in difference.Fields)
            {
                shell.Out.WriteLine($"    {Printable.Line(Field(field))}");
            }
        }
    }

    /// <summary>Writes which resources differ, without their fields.</summary>
    public static void WriteNames(Shell shell, IReadOnlyList<Difference> differences)
    {
        foreach (var difference in differences.Take(MostNamed))
        {
            shell.Out.WriteLine(Heading(difference).Render(shell.Colour));
        }

        if (differences.Count > MostNamed)
        {
            shell.Out.WriteLine($"… and {differences.Count - MostNamed:N0} more");
        }
    }

    /// <summary>`2 to add, 1 to change, 3 to delete`.</summary>
    public static string Count(IReadOnlyList<Difference> differences)
    {
        int Of(Action action) => differences.Count(difference => difference.Action == action);
        return $"{Of(Action.Add)} to add, {Of(Action.Change)} to change, {Of(Action.Delete)} to delete";
    }

    private static Cell Heading(Difference difference)
    {
        var resource = KindText.Of(difference.Kind, difference.Name);
        return difference.Action switch
        {
            Action.Add => new Cell($"+ {resource}", Tone.Good),
            Action.Delete => new Cell($"- {resource}", Tone.Bad),
            _ => new Cell($"~ {resource}", Tone.Warning),
        };
    }

    private static string Field(FieldDifference field) => (field.HasBefore, field.HasAfter) switch
    {
        (true, true) => $"{field.Path}: {field.Before} → {field.After}",
        (true, false) => $"- {field.Path}: {field.Before}",
        _ => $"+ {field.Path}: {field.After}",
    };
}
