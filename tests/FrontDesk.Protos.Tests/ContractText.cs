using FrontDesk.Admin.V1;
using FrontDesk.Config.V1;
using Google.Protobuf.Reflection;

namespace FrontDesk.Protos.Tests;

/// <summary>The contract as lines of text, one per thing that a peer of another version relies on.</summary>
internal static class ContractText
{
    /// <summary>The contract's files.</summary>
    public static IReadOnlyList<FileDescriptor> Files { get; } =
    [
        .. typeof(Resource).Assembly.GetTypes()
            .Where(type => type.Name.EndsWith("Reflection", StringComparison.Ordinal))
            .Select(type => (FileDescriptor)type.GetProperty("Descriptor")!.GetValue(null)!)
            .OrderBy(file => file.Name, StringComparer.Ordinal),
    ];

    /// <summary>All lines, in the order of files, then of declaration.</summary>
    public static IEnumerable<string> Lines() => Files.SelectMany(OfFile);

    private static IEnumerable<string> OfFile(FileDescriptor file) =>
    [
        .. file.MessageTypes.SelectMany(OfMessage),
        .. file.EnumTypes.SelectMany(OfEnum),
        .. file.Extensions.UnorderedExtensions.OrderBy(field => field.FieldNumber).Select(field => $"extend {field.ExtendeeType.FullName} {Field(field)}"),
        .. file.Services.SelectMany(OfService),
    ];

    private static IEnumerable<string> OfMessage(MessageDescriptor message) =>
    [
        $"message {message.FullName}",
        .. message.Fields.InFieldNumberOrder().Select(field => $"field {Field(field)}"),
        .. message.NestedTypes.Where(nested => !nested.IsMapEntry).SelectMany(OfMessage),
        .. message.EnumTypes.SelectMany(OfEnum),
    ];

    private static string Field(FieldDescriptor field)
    {
        var oneof = field.RealContainingOneof is { } group ? $" in {group.Name}" : "";
        var options = field.GetOptions();
        var sensitive = options?.GetExtension(OptionsExtensions.Sensitive) == true ? " sensitive" : "";
        var section = options?.GetExtension(OptionsExtensions.Section) is { Length: > 0 } name ? $" section {name}" : "";
        return $"{field.FullName} = {field.FieldNumber} {Presence(field)}{TypeName(field)} json {field.JsonName}{oneof}{section}{sensitive}";
    }

    private static string Presence(FieldDescriptor field) =>
        field.IsMap ? "" : field.IsRepeated ? "repeated " : field.ToProto().Proto3Optional ? "optional " : "";

    private static string TypeName(FieldDescriptor field) => field switch
    {
        { IsMap: true } => $"map<{TypeName(field.MessageType.FindFieldByNumber(1))}, {TypeName(field.MessageType.FindFieldByNumber(2))}>",
        { FieldType: FieldType.Message } => field.MessageType.FullName,
        { FieldType: FieldType.Enum } => field.EnumType.FullName,
        _ => field.FieldType.ToString().ToLowerInvariant(),
    };

    private static IEnumerable<string> OfEnum(EnumDescriptor type) =>
        [$"enum {type.FullName}", .. type.Values.Select(value => $"value {type.FullName}.{value.Name} = {value.Number}")];

    private static IEnumerable<string> OfService(ServiceDescriptor service) =>
        [$"service {service.FullName}", .. service.Methods.Select(Rpc), .. service.Methods.SelectMany(Roles)];

    private static string Rpc(MethodDescriptor method) =>
        $"rpc {method.FullName}({Stream(method.IsClientStreaming)}{method.InputType.FullName}) returns ({Stream(method.IsServerStreaming)}{method.OutputType.FullName})";

    private static IEnumerable<string> Roles(MethodDescriptor method)
    {
        if (method.GetOptions() is { } options && options.GetExtension(RolesExtensions.Role) is var role and not Role.Unspecified)
        {
            yield return $"role {method.FullName} {role}";
            if (options.GetExtension(RolesExtensions.RoleToChange) is var toChange and not Role.Unspecified)
            {
                yield return $"role to change {method.FullName} {toChange}";
            }
        }
    }

    private static string Stream(bool streaming) => streaming ? "stream " : "";
}
