namespace FrontDesk.Architecture.Tests;

/// <summary>How a rule of the tree is told when it is broken.</summary>
internal static class Rule
{
    /// <summary>Fails with the rule and all the places where it is broken.</summary>
    public static void Holds(string rule, IReadOnlyCollection<string> broken) =>
        Assert.True(broken.Count == 0, $"{rule}\n  {string.Join("\n  ", broken)}");
}
