using FrontDesk.Config.V1;
using FrontDesk.Configuration.Documents;
using Google.Protobuf.Reflection;

namespace FrontDesk.Cli;

/// <summary>Kinds and keys as people write them: `route`, `routes`, `route/shop`.</summary>
internal static class KindText
{
    private static IEnumerable<FieldDescriptor> Fields => Resource.Descriptor.Oneofs[0].Fields;

    /// <summary>All kinds' names in the singular.</summary>
    public static IEnumerable<string> All => Fields.Select(kind => kind.Name);

    /// <summary>A kind's name in the singular; its number where this version does not know it.</summary>
    public static string Of(Kind kind) => Resource.Descriptor.FindFieldByNumber((int)kind)?.Name ?? $"kind-{(int)kind}";

    /// <summary>`kind/name`.</summary>
    public static string Of(Kind kind, string name) => $"{Of(kind)}/{name}";

    /// <summary>Reads a kind, in the singular or as its section is called.</summary>
    public static Kind Parse(string text)
    {
        foreach (var field in Fields)
        {
            if (text.Equals(field.Name, StringComparison.OrdinalIgnoreCase)
                || text.Equals(field.GetOptions()?.GetExtension(OptionsExtensions.Section), StringComparison.OrdinalIgnoreCase))
            {
                return (Kind)field.FieldNumber;
            }
        }

        var guess = NearestName.Guess(text, All);
        throw new CommandFailure(ExitCode.Error, $"'{text}' is no kind of resource{(guess.Length > 0 ? $". {guess}" : "")}", $"the kinds are {string.Join(", ", All)}");
    }

    /// <summary>Reads `kind/name`. The settings need no name, there is only one.</summary>
    public static ResourceKey ParseKey(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0 && Parse(text) == Kind.Settings)
        {
            return new ResourceKey { Kind = Kind.Settings, Name = "settings" };
        }

        return slash > 0 && slash < text.Length - 1
            ? new ResourceKey { Kind = Parse(text[..slash]), Name = text[(slash + 1)..] }
            : throw new CommandFailure(ExitCode.Error, $"'{text}' names no resource", "write kind/name, as in route/shop");
    }
}
