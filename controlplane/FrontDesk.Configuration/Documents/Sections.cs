using System.Collections.Frozen;
using FrontDesk.Config.V1;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace FrontDesk.Configuration.Documents;

/// <summary>The sections of a document, one for each kind, as the contract's options name them.</summary>
internal static class Sections
{
    /// <summary>The name of the one resource that `settings` is.</summary>
    public const string SettingsName = "settings";

    /// <summary>The kinds' fields in Resource, in the order of kinds.</summary>
    public static IReadOnlyList<FieldDescriptor> Fields { get; } =
        Resource.Descriptor.Oneofs.Single(oneof => oneof.Name == "config").Fields.OrderBy(field => field.FieldNumber).ToArray();

    /// <summary>The kinds' fields by the section's name.</summary>
    public static FrozenDictionary<string, FieldDescriptor> ByName { get; } = Fields.ToFrozenDictionary(NameOf);

    /// <summary>The fields of the envelope that stand beside a kind's own.</summary>
    public static IReadOnlyList<string> Beside { get; } = ["groups", "labels"];

    /// <summary>The section of a kind's field: `routes`.</summary>
    public static string NameOf(FieldDescriptor field) => field.GetOptions().GetExtension(OptionsExtensions.Section);

    /// <summary>The kind of a section's field.</summary>
    public static Kind KindOf(FieldDescriptor field) => (Kind)field.FieldNumber;

    /// <summary>The field of a kind.</summary>
    public static FieldDescriptor FieldOf(Kind kind) => Resource.Descriptor.FindFieldByNumber((int)kind);

    /// <summary>The kind of a resource.</summary>
    public static Kind KindOf(Resource resource) => (Kind)(int)resource.ConfigCase;

    /// <summary>The kind's own message in a resource; null where it has none.</summary>
    public static IMessage? ConfigOf(Resource resource) =>
        resource.ConfigCase == Resource.ConfigOneofCase.None ? null : (IMessage)FieldOf(KindOf(resource)).Accessor.GetValue(resource);
}
