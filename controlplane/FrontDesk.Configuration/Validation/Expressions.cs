using System.Text.RegularExpressions;

namespace FrontDesk.Configuration.Validation;

/// <summary>Checks regular expressions as the edges run them: over the whole text, without backtracking.</summary>
internal static class Expressions
{
    private const int MaxLength = 2048;

    /// <summary>Tells what is wrong with an expression.</summary>
    public static void Check(string field, string expression, ResourceProblems problems)
    {
        if (expression.Length is 0 or > MaxLength)
        {
            problems.Error(field, $"A regular expression has 1 to {MaxLength} characters, this one has {expression.Length}.");
            return;
        }

        try
        {
            // By itself first, as `a)|(b` is none, then as the edges compile it, which takes a little more room.
            _ = new Regex(expression, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
            _ = new Regex($@"\A(?:{expression})\z", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        }
        catch (ArgumentException exception)
        {
            problems.Error(field, $"`{expression}` is not a regular expression: {exception.Message}");
        }
        catch (NotSupportedException)
        {
            problems.Error(field, $"`{expression}` needs backtracking, or too much memory.", "Leave out look-arounds, backreferences, atomic groups and large repetitions.");
        }
    }
}
