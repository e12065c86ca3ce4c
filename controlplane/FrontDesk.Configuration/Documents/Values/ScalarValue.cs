using System.Globalization;
using System.Text;
using FrontDesk.Config.V1;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;

namespace FrontDesk.Configuration.Documents.Values;

/// <summary>Reads and writes the value of one field that has no structure.</summary>
internal static class ScalarValue
{
    /// <summary>Whether the field's value is written as a text: everything but messages, durations excepted.</summary>
    public static bool IsScalar(FieldDescriptor field) => field.FieldType != FieldType.Message || IsDuration(field);

    /// <summary>Whether a document writes the value without quotes in JSON too.</summary>
    public static bool IsNumberOrBoolean(FieldDescriptor field) =>
        field.FieldType is FieldType.Bool || (IsNumber(field) && UnitOf(field) == Unit.Unspecified);

    /// <summary>Reads a value; null, with what it must be and a hint, where the text is none.</summary>
    public static object? Read(FieldDescriptor field, string text, out string mustBe, out string hint)
    {
        (mustBe, hint) = ("", "");
        switch (field.FieldType)
        {
            case FieldType.String:
                return text;
            case FieldType.Bool:
                mustBe = "must be true or false";
                return text switch { "true" or "True" or "TRUE" => true, "false" or "False" or "FALSE" => false, _ => null };
            case FieldType.Enum:
                return ReadEnum(field, text, out mustBe, out hint);
            case FieldType.Message:
                (mustBe, hint) = ("must be a duration", "Write a number and a unit: 500ms, 5s, 1h30m, 7d.");
                return Durations.TryParse(text, out var duration) ? duration : null;
            case FieldType.Bytes:
                (mustBe, hint) = ("must be PEM text or base64", "");
                return ReadBytes(text);
            default:
                return ReadNumber(field, text, out mustBe, out hint);
        }
    }

    /// <summary>Writes a value.</summary>
    public static string Write(FieldDescriptor field, object value) => field.FieldType switch
    {
        FieldType.Bool => (bool)value ? "true" : "false",
        FieldType.Enum => EnumNames.Of(field.EnumType).Format((int)value),
        FieldType.Message => Durations.Format((Duration)value),
        FieldType.Bytes => ((ByteString)value).ToBase64(),
        FieldType.String => (string)value,
        _ when UnitOf(field) == Unit.Bytes => Sizes.Format(Convert.ToUInt64(value, CultureInfo.InvariantCulture)),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static bool IsDuration(FieldDescriptor field) => field.FieldType == FieldType.Message && field.MessageType == Duration.Descriptor;

    private static bool IsNumber(FieldDescriptor field) => field.FieldType is FieldType.Int32 or FieldType.UInt32 or FieldType.Int64 or FieldType.UInt64;

    private static Unit UnitOf(FieldDescriptor field) => field.GetOptions()?.GetExtension(OptionsExtensions.Unit) ?? Unit.Unspecified;

    private static object? ReadEnum(FieldDescriptor field, string text, out string mustBe, out string hint)
    {
        var names = EnumNames.Of(field.EnumType);
        if (names.ByName.TryGetValue(text, out var number))
        {
            (mustBe, hint) = ("", "");
            return number;
        }

        var choices = $"must be one of {string.Join(", ", names.ByName.Keys)}";
        (mustBe, hint) = names.Reserved.Contains(text) ? ($"is not supported by this version; it {choices}", "") : (choices, NearestName.Guess(text, names.ByName.Keys));
        return null;
    }

    private static object? ReadNumber(FieldDescriptor field, string text, out string mustBe, out string hint)
    {
        if (UnitOf(field) == Unit.Bytes)
        {
            (mustBe, hint) = ("must be a size", "Write a whole number and a unit: 512, 64KiB, 10MiB, 1GiB.");
            return Sizes.TryParse(text, out var bytes) ? InRange(field, bytes) : null;
        }

        (mustBe, hint) = ("must be a whole number", "");
        if (!decimal.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
        {
            return null;
        }

        mustBe = number < 0 ? "must not be negative" : "is too large";
        return InRange(field, number);
    }

    private static object? InRange(FieldDescriptor field, decimal number) => field.FieldType switch
    {
        FieldType.Int32 when number is >= int.MinValue and <= int.MaxValue => (int)number,
        FieldType.UInt32 when number is >= 0 and <= uint.MaxValue => (uint)number,
        FieldType.Int64 when number is >= long.MinValue and <= long.MaxValue => (long)number,
        FieldType.UInt64 when number is >= 0 and <= ulong.MaxValue => (ulong)number,
        _ => null,
    };

    private static ByteString? ReadBytes(string text)
    {
        if (text.StartsWith("-----BEGIN ", StringComparison.Ordinal))
        {
            return ByteString.CopyFrom(text, Encoding.UTF8);
        }

        var buffer = new byte[text.Length];
        return Convert.TryFromBase64String(text, buffer, out var written) ? ByteString.CopyFrom(buffer, 0, written) : null;
    }
}
