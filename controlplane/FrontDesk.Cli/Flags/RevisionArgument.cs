using System.CommandLine;

namespace FrontDesk.Cli.Flags;

/// <summary>The argument that names a revision.</summary>
internal static class RevisionArgument
{
    private const string Name = "REVISION";

    /// <summary>Makes it.</summary>
    /// <param name="description">What the revision is for.</param>
    /// <param name="isRequired">Whether one must be named; else 0 stands for the head.</param>
    public static Argument<uint> Create(string description, bool isRequired) => new(Name)
    {
        Description = description,
        Arity = isRequired ? ArgumentArity.ExactlyOne : ArgumentArity.ZeroOrOne,
        CustomParser = result => result.Tokens.Count == 0 ? 0 : Flag.ReadNumber(result, Name, least: 1, most: uint.MaxValue) ?? 0,
    };
}
