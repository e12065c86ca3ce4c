using System.Text;
using FrontDesk.Config.V1;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;

namespace FrontDesk.Protos.Tests.Reference;

/// <summary>Writes docs/reference/configuration.md from the contract's descriptors and comments.</summary>
internal static class ConfigurationReference
{
    /// <summary>The whole page.</summary>
    public static string Write()
    {
        var page = new StringBuilder("""
            # Reference: the configuration language

            Generated from the contract (`protos/FrontDesk.Protos/frontdesk/config/v1`); a test holds it to that. [docs/configuration.md](../configuration.md) explains how to use it.

            A document is a map of the sections below, each a map of names. Beside its own fields every resource may have these two:

            | field | type | meaning |
            |---|---|---|

            """);
        WriteField(page, Resource.Descriptor.FindFieldByName("groups"));
        WriteField(page, Resource.Descriptor.FindFieldByName("labels"));
        foreach (var section in Resource.Descriptor.Oneofs.Single(static oneof => oneof.Name == "config").Fields.OrderBy(static field => field.FieldNumber))
        {
            page.Append($"\n## {section.GetOptions().GetExtension(OptionsExtensions.Section)}\n\n");
            WriteMessage(page, section.MessageType);
            foreach (var part in Parts(section.MessageType, []))
            {
                page.Append($"\n### {part.Name}\n\n");
                if (part is MessageDescriptor message)
                {
                    WriteMessage(page, message);
                }
                else
                {
                    WriteEnum(page, (EnumDescriptor)part);
                }
            }
        }

        return page.ToString();
    }

    /// <summary>Messages and enums that a message's fields hold, in the order of the fields, each once.</summary>
    private static List<DescriptorBase> Parts(MessageDescriptor message, List<DescriptorBase> found)
    {
        foreach (var type in message.Fields.InDeclarationOrder().Select(TypeOf).OfType<DescriptorBase>().Where(type => !found.Contains(type)))
        {
            found.Add(type);
            if (type is MessageDescriptor part)
            {
                Parts(part, found);
            }
        }

        return found;
    }

    private static DescriptorBase? TypeOf(FieldDescriptor field) => field switch
    {
        { IsMap: true } => TypeOf(field.MessageType.FindFieldByNumber(2)),
        { FieldType: FieldType.Enum } => field.EnumType,
        { FieldType: FieldType.Message } when field.MessageType != Duration.Descriptor => field.MessageType,
        _ => null,
    };

    private static void WriteMessage(StringBuilder page, MessageDescriptor message)
    {
        page.Append($"{ProtoComments.Of(message.FullName)}\n");
        if (message.Fields.InDeclarationOrder().Count == 0)
        {
            page.Append("\nIt has no fields: `{}`.\n");
            return;
        }

        page.Append("\n| field | type | meaning |\n|---|---|---|\n");
        foreach (var field in message.Fields.InDeclarationOrder())
        {
            WriteField(page, field);
        }
    }

    private static void WriteEnum(StringBuilder page, EnumDescriptor type)
    {
        page.Append($"{ProtoComments.Of(type.FullName)}\n\n| value | meaning |\n|---|---|\n");
        foreach (var value in type.Values.Where(static value => value.Number != 0))
        {
            page.Append($"| `{Spelling(value)}` | {Cell(ProtoComments.Of($"{type.FullName}.{value.Name}"))} |\n");
        }
    }

    private static void WriteField(StringBuilder page, FieldDescriptor field)
    {
        var secret = field.GetOptions()?.GetExtension(OptionsExtensions.Sensitive) == true ? "**Secret.** " : "";
        page.Append($"| `{field.JsonName}` | {TypeName(field)} | {secret}{Cell(ProtoComments.Of(field.FullName))} |\n");
    }

    private static string TypeName(FieldDescriptor field) => field switch
    {
        { IsMap: true } => $"map of {TypeName(field.MessageType.FindFieldByNumber(2))}",
        { IsRepeated: true } => $"list of {Single(field)}",
        _ => Single(field),
    };

    private static string Single(FieldDescriptor field) => field.FieldType switch
    {
        FieldType.Message when field.MessageType == Duration.Descriptor => "duration",
        FieldType.Message => Link(field.MessageType),
        FieldType.Enum => Link(field.EnumType),
        FieldType.String => "text",
        FieldType.Bytes => "PEM or base64",
        FieldType.Bool => "true or false",
        _ when field.GetOptions()?.GetExtension(OptionsExtensions.Unit) == Unit.Bytes => "size",
        _ => "whole number",
    };

    private static string Link(DescriptorBase type) => $"[{type.Name}](#{type.Name.ToLowerInvariant()})";

    /// <summary>The value as documents write it: `BALANCE_ROUND_ROBIN` as `round-robin`.</summary>
    private static string Spelling(EnumValueDescriptor value)
    {
        var zero = value.EnumDescriptor.FindValueByNumber(0).Name;
        return value.Name[(zero.LastIndexOf('_') + 1)..].ToLowerInvariant().Replace('_', '-');
    }

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}
