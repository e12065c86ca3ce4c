using System.Text.RegularExpressions;

namespace FrontDesk.Routing.Matching;

/// <summary>Regular expressions of the configuration: over the whole text, and in linear time whatever the text.</summary>
internal static class AnchoredRegex
{
    private const int MaxLength = 2048;

    /// <summary>Compiles an expression; null, with the problem told, where it is none or too large.</summary>
    public static Regex? Compile(string expression, string field, Problems problems, bool ignoresCase = false)
    {
        if (expression.Length is 0 or > MaxLength)
        {
            problems.Add(field, $"A regular expression has 1 to {MaxLength} characters, this one has {expression.Length}.");
            return null;
        }

        var options = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | (ignoresCase ? RegexOptions.IgnoreCase : RegexOptions.None);
        try
        {
            // Compiled alone first: `a)|(b` is no expression, though it would be one between the anchors' parentheses.
            _ = new Regex(expression, options);
            return new Regex($@"\A(?:{expression})\z", options);
        }
        catch (ArgumentException e)
        {
            problems.Add(field, $"`{expression}` is not a regular expression: {e.Message}");
        }
        catch (NotSupportedException e)
        {
            problems.Add(
                field,
                $"`{expression}` cannot be run in linear time: {e.Message}",
                "Leave out look-arounds, backreferences, atomic groups and large repetitions.");
        }

        return null;
    }
}
