using System.Collections.Concurrent;
using System.Globalization;
using Google.Protobuf.Reflection;

namespace FrontDesk.Configuration.Documents.Values;

/// <summary>The values of an enum as documents spell them: without the prefix, in lower case, with hyphens.</summary>
internal sealed class EnumNames
{
    private static readonly ConcurrentDictionary<string, EnumNames> Known = new();

    private EnumNames(EnumDescriptor descriptor)
    {
        var prefix = Prefix(descriptor);
        ByName = descriptor.Values.Where(value => value.Number != 0).ToDictionary(value => Spell(value.Name, prefix), value => value.Number);
        ByNumber = ByName.ToDictionary(pair => pair.Value, pair => pair.Key);
        Reserved = descriptor.ToProto().ReservedName.Select(name => Spell(name, prefix)).ToHashSet();
    }

    /// <summary>The numbers by name; the unspecified value has none.</summary>
    public IReadOnlyDictionary<string, int> ByName { get; }

    /// <summary>The names by number.</summary>
    public IReadOnlyDictionary<int, string> ByNumber { get; }

    /// <summary>Names that a later version will have.</summary>
    public IReadOnlySet<string> Reserved { get; }

    /// <summary>The names of an enum.</summary>
    public static EnumNames Of(EnumDescriptor descriptor) => Known.GetOrAdd(descriptor.FullName, _ => new EnumNames(descriptor));

    /// <summary>A value as a document spells it; its number where it has no name.</summary>
    public string Format(int number) => ByNumber.TryGetValue(number, out var name) ? name : number.ToString(CultureInfo.InvariantCulture);

    /// <summary>BalanceMode → BALANCE_MODE_.</summary>
    private static string Prefix(EnumDescriptor descriptor) =>
        string.Concat(descriptor.Name.Select((character, at) => at > 0 && char.IsAsciiLetterUpper(character) ? $"_{character}" : $"{character}")).ToUpperInvariant() + "_";

    private static string Spell(string name, string prefix)
    {
        var bare = name.StartsWith(prefix, StringComparison.Ordinal) ? name[prefix.Length..] : name;
        return bare.ToLowerInvariant().Replace('_', '-');
    }
}
