using FrontDesk.Config.V1;
using FrontDesk.Configuration.Documents.Values;
using Google.Protobuf.Reflection;

namespace FrontDesk.Configuration.Documents;

/// <summary>What documents may say of one field.</summary>
internal sealed class FieldSchema(FieldDescriptor descriptor)
{
    /// <summary>The field.</summary>
    public FieldDescriptor Descriptor { get; } = descriptor;

    /// <summary>The name that documents give it: lowerCamelCase.</summary>
    public string Name { get; } = descriptor.JsonName;

    /// <summary>The field of one value: a map's value, or the field itself.</summary>
    public FieldDescriptor Value { get; } = descriptor.IsMap ? descriptor.MessageType.FindFieldByNumber(2) : descriptor;

    /// <summary>Its values have no structure.</summary>
    public bool IsScalar { get; } = ScalarValue.IsScalar(descriptor.IsMap ? descriptor.MessageType.FindFieldByNumber(2) : descriptor);

    /// <summary>It holds secret bytes: never shown, never written.</summary>
    public bool IsSensitive { get; } = descriptor.GetOptions()?.GetExtension(OptionsExtensions.Sensitive) ?? false;
}
