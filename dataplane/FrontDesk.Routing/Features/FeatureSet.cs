using System.Collections;
using System.Globalization;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace FrontDesk.Routing.Features;

/// <summary>What one edge understands of the configuration language, as it said in Hello: what it can be given, and what it would overlook.</summary>
public sealed class FeatureSet
{
    private const int LargestNumber = 65_536;

    private readonly Dictionary<string, HashSet<int>> _types = new(StringComparer.Ordinal);

    private FeatureSet()
    {
    }

    /// <summary>Whether it understands everything that this program does, so that nothing has to be looked at.</summary>
    public bool IsComplete { get; private init; }

    /// <summary>Reads what an edge said. Words that are none of the language are passed over; nothing at all is taken for everything: it does not tell.</summary>
    public static FeatureSet Parse(IReadOnlyCollection<string> words)
    {
        FeatureSet read = new();
        foreach (string word in words)
        {
            read.Add(word.Split(' '));
        }

        FeatureSet own = new();
        foreach (string word in Language.Words)
        {
            own.Add(word.Split(' '));
        }

        bool complete = words.Count == 0 || own._types.All(type => read._types.TryGetValue(type.Key, out HashSet<int>? known) && type.Value.IsSubsetOf(known));
        return complete ? new FeatureSet { IsComplete = true } : read;
    }

    /// <summary>What of a message it would overlook: the first field or value that it does not know, as a document spells it; null where it knows all.</summary>
    public string? Lacks(IMessage message) => IsComplete ? null : Lacks(message, "");

    private string? Lacks(IMessage message, string path)
    {
        if (!Language.Holds(message.Descriptor))
        {
            return null;
        }

        _types.TryGetValue(Language.NameOf(message.Descriptor), out HashSet<int>? known);
        foreach (FieldDescriptor field in message.Descriptor.Fields.InFieldNumberOrder())
        {
            object? value = field.Accessor.GetValue(message);
            if (!IsSet(field, message, value))
            {
                continue;
            }

            string at = path.Length == 0 ? field.JsonName : $"{path}.{field.JsonName}";
            if (known?.Contains(field.FieldNumber) != true)
            {
                return at;
            }

            if (LacksIn(field, value, at) is { } lacking)
            {
                return lacking;
            }
        }

        return null;
    }

    private string? LacksIn(FieldDescriptor field, object? value, string path)
    {
        if (field.IsMap)
        {
            FieldDescriptor values = field.MessageType.Fields[2];
            return ((IDictionary)value!).Values.Cast<object>().Select(item => LacksValue(values, item, path)).FirstOrDefault(lacking => lacking is not null);
        }

        return field.IsRepeated
            ? ((IList)value!).Cast<object>().Select(item => LacksValue(field, item, path)).FirstOrDefault(lacking => lacking is not null)
            : LacksValue(field, value, path);
    }

    private string? LacksValue(FieldDescriptor field, object? value, string path) => field.FieldType switch
    {
        FieldType.Message => Lacks((IMessage)value!, path),
        FieldType.Enum when Language.Holds(field.EnumType) => LacksChoice(field.EnumType, Convert.ToInt32(value, CultureInfo.InvariantCulture), path),
        _ => null,
    };

    private string? LacksChoice(EnumDescriptor type, int number, string path) =>
        _types.TryGetValue(Language.NameOf(type), out HashSet<int>? known) && known.Contains(number) ? null : $"{path}: {type.FindValueByNumber(number)?.Name ?? $"{number}"}";

    private static bool IsSet(FieldDescriptor field, IMessage message, object? value) => field switch
    {
        { IsRepeated: true } => ((ICollection)value!).Count > 0,
        { HasPresence: true } => field.Accessor.HasValue(message),
        { FieldType: FieldType.String } => ((string)value!).Length > 0,
        { FieldType: FieldType.Bytes } => !((ByteString)value!).IsEmpty,
        _ => Convert.ToDouble(value, CultureInfo.InvariantCulture) != 0,
    };

    private void Add(string[] word)
    {
        if (!_types.TryGetValue(word[0], out HashSet<int>? numbers))
        {
            _types[word[0]] = numbers = [];
        }

        foreach (string run in word.Skip(1).Where(run => run.Length > 0))
        {
            int dash = run.IndexOf('-', 1);
            bool single = dash < 0;
            if (TryRead(single ? run : run[..dash], out int first) && TryRead(single ? run : run[(dash + 1)..], out int last))
            {
                for (int number = first; number <= last; number++)
                {
                    numbers.Add(number);
                }
            }
        }
    }

    private static bool TryRead(string text, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number <= LargestNumber;
}
