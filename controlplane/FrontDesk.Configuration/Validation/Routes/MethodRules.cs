namespace FrontDesk.Configuration.Validation.Routes;

/// <summary>What a list of methods must be.</summary>
internal static class MethodRules
{
    private const int Most = 20;

    /// <summary>Tells what is wrong.</summary>
    public static void Check(string field, IList<string> methods, ResourceProblems problems)
    {
        problems.CheckCount(field, methods.Count, 0, Most);
        for (var at = 0; at < methods.Count; at++)
        {
            var method = methods[at];
            if (!HeaderText.IsToken(method))
            {
                problems.Error($"{field}[{at}]", $"`{method}` is not a method.");
            }
            else if (method != method.ToUpperInvariant())
            {
                problems.Error($"{field}[{at}]", $"`{method}` must be in upper case: methods are told apart by case.", $"Write `{method.ToUpperInvariant()}`.");
            }

            if (methods.IndexOf(method) < at)
            {
                problems.Error($"{field}[{at}]", $"`{method}` is there twice.", "Name it once.");
            }
        }
    }
}
