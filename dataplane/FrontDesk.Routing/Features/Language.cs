using System.Globalization;
using System.Text;
using FrontDesk.Config.V1;
using Google.Protobuf.Reflection;

namespace FrontDesk.Routing.Features;

/// <summary>
/// The configuration language that this program was built with, as its contract says: every message with its fields, every enumeration with
/// its values. A field that is not built yet stands in no contract, so whoever has it knows what to do with it; no list has to be kept.
/// </summary>
public static class Language
{
    private const string Package = "frontdesk.config.v1";

    /// <summary>
    /// What this program understands, for Hello: a word for each message and enumeration, as `RouteConfig 1-5 9`. Sorted, so that two programs
    /// of one version say the same.
    /// </summary>
    public static IReadOnlyList<string> Words { get; } = [.. Reachable().Select(Word).Order(StringComparer.Ordinal)];

    /// <summary>Whether a type belongs to the language; all others, like durations, are known to everyone.</summary>
    internal static bool Holds(IDescriptor type) => type.File.Package == Package;

    /// <summary>A type's name within the language.</summary>
    internal static string NameOf(IDescriptor type) => type.FullName[(Package.Length + 1)..];

    private static HashSet<IDescriptor> Reachable()
    {
        HashSet<IDescriptor> found = [];
        Queue<MessageDescriptor> open = new([Resource.Descriptor]);
        while (open.TryDequeue(out MessageDescriptor? message))
        {
            if (!Holds(message) || !found.Add(message))
            {
                continue;
            }

            foreach (FieldDescriptor field in message.Fields.InDeclarationOrder())
            {
                if (field.FieldType == FieldType.Message)
                {
                    open.Enqueue(field.MessageType);
                }
                else if (field.FieldType == FieldType.Enum && Holds(field.EnumType))
                {
                    found.Add(field.EnumType);
                }
            }
        }

        return found;
    }

    private static string Word(IDescriptor type) => type switch
    {
        MessageDescriptor message => Word(NameOf(message), message.Fields.InFieldNumberOrder().Select(field => field.FieldNumber)),
        EnumDescriptor choices => Word(NameOf(choices), choices.Values.Select(value => value.Number).Distinct().Order()),
        _ => throw new ArgumentException($"{type.FullName} has no numbers", nameof(type)),
    };

    private static string Word(string name, IEnumerable<int> numbers)
    {
        StringBuilder word = new(name);
        (int First, int Last)? run = null;
        foreach (int number in numbers)
        {
            if (run is { } open && number == open.Last + 1)
            {
                run = (open.First, number);
                continue;
            }

            Close(word, run);
            run = (number, number);
        }

        Close(word, run);
        return word.ToString();
    }

    private static void Close(StringBuilder word, (int First, int Last)? run)
    {
        if (run is { } closed)
        {
            word.Append(CultureInfo.InvariantCulture, $" {closed.First}");
            if (closed.Last > closed.First)
            {
                word.Append(CultureInfo.InvariantCulture, $"-{closed.Last}");
            }
        }
    }
}
