using FrontDesk.Config.V1;
using FrontDesk.Configuration.Documents;

namespace FrontDesk.Configuration.Validation;

/// <summary>What holds for resources of every kind: names, groups, labels.</summary>
internal static class EnvelopeRules
{
    private const int MaxLength = 253;
    private const int MaxGroups = 64;
    private const int MaxLabels = 64;
    private const string Spelling = "Use 1 to 253 characters of a-z, A-Z, 0-9, '.', '-' and '_', the first a letter or digit.";

    /// <summary>Tells what is wrong.</summary>
    public static void Check(Resource resource, ResourceProblems problems)
    {
        if (!IsName(resource.Name))
        {
            problems.Error("", "This is not a name for a resource.", Spelling);
        }
        else if (resource.ConfigCase == Resource.ConfigOneofCase.Settings && resource.Name != Sections.SettingsName)
        {
            problems.Error("", $"There is one settings resource, named `{Sections.SettingsName}`.");
        }

        problems.CheckCount("groups", resource.Groups.Count, 0, MaxGroups);
        for (var at = 0; at < resource.Groups.Count; at++)
        {
            if (!IsName(resource.Groups[at]))
            {
                problems.Error($"groups[{at}]", $"`{resource.Groups[at]}` is not a name for a group.", Spelling);
            }
            else if (resource.Groups.IndexOf(resource.Groups[at]) < at)
            {
                problems.Error($"groups[{at}]", $"The group {resource.Groups[at]} is named twice.", "Name it once.");
            }
        }

        problems.CheckCount("labels", resource.Labels.Count, 0, MaxLabels);
        foreach (var (key, value) in resource.Labels)
        {
            if (key.Length is 0 or > MaxLength || value.Length > MaxLength)
            {
                problems.Error(FieldPath.Join("labels", key), $"A label's key has 1 to {MaxLength} characters, its value at most {MaxLength}.");
            }
        }
    }

    /// <summary>Whether the text names a resource or a group.</summary>
    public static bool IsName(string text) =>
        text.Length is > 0 and <= MaxLength
        && char.IsAsciiLetterOrDigit(text[0])
        && text.All(character => char.IsAsciiLetterOrDigit(character) || character is '.' or '-' or '_');
}
