using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace FrontDesk.Edge.Answers;

/// <summary>Chooses the form of an own answer by Accept, and writes it.</summary>
internal static class AnswerFormats
{
    /// <summary>The form that the client likes best (RFC 9110 §12.5.1); the problem where it likes several alike, all, or none of ours.</summary>
    public static AnswerFormat Choose(StringValues accept)
    {
        if (accept.Count == 0)
        {
            return AnswerFormat.Problem;
        }

        var json = Math.Max(Quality(accept, "application/problem+json"), Quality(accept, "application/json"));
        var html = Quality(accept, "text/html");
        var text = Quality(accept, "text/plain");
        return html > json && html >= text ? AnswerFormat.Html : text > json ? AnswerFormat.Text : AnswerFormat.Problem;
    }

    /// <summary>The form's media type.</summary>
    public static string ContentType(AnswerFormat format) => format switch
    {
        AnswerFormat.Html => "text/html; charset=utf-8",
        AnswerFormat.Text => "text/plain; charset=utf-8",
        _ => "application/problem+json",
    };

    /// <summary>The answer's body.</summary>
    public static ReadOnlyMemory<byte> Write(AnswerFormat format, Refusal refusal, string requestId)
    {
        var title = ReasonPhrases.GetReasonPhrase(refusal.Status);
        // A request id has no characters that HTML or JSON would have to escape, and neither have our own texts.
        return format switch
        {
            AnswerFormat.Html => Encoding.UTF8.GetBytes(
                $$"""
                <!doctype html>
                <html lang="en"><head><meta charset="utf-8"><title>{{refusal.Status}} {{title}}</title>
                <style>body{font-family:system-ui,sans-serif;max-width:36em;margin:15vh auto;padding:0 1em;color:#333}small{color:#777}</style></head>
                <body><h1>{{refusal.Status}} {{title}}</h1><p>{{refusal.Detail}}</p><p><small>Request {{requestId}}</small></p></body></html>

                """),
            AnswerFormat.Text => Encoding.UTF8.GetBytes($"{refusal.Status} {title}\n{refusal.Detail}\nRequest {requestId}\n"),
            _ => WriteProblem(refusal, title, requestId),
        };
    }

    private static ReadOnlyMemory<byte> WriteProblem(Refusal refusal, string title, string requestId)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteString("type"u8, "about:blank"u8);
        json.WriteString("title"u8, title);
        json.WriteNumber("status"u8, refusal.Status);
        json.WriteString("detail"u8, refusal.Detail);
        json.WriteString("reason"u8, refusal.Reason);
        json.WriteString("requestId"u8, requestId);
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }

    /// <summary>How much the client likes a type, by the range that is the nearest to it: `type/subtype`, then `type/*`, then `*/*`.</summary>
    private static double Quality(StringValues accept, ReadOnlySpan<char> type)
    {
        var (quality, nearest) = (0.0, 0);
        foreach (var line in accept)
        {
            foreach (var range in line.AsSpan().Split(','))
            {
                var item = line.AsSpan(range);
                var semicolon = item.IndexOf(';');
                var nearness = Nearness((semicolon < 0 ? item : item[..semicolon]).Trim(), type);
                if (nearness > nearest)
                {
                    (quality, nearest) = (semicolon < 0 ? 1 : Quality(item[(semicolon + 1)..]), nearness);
                }
            }
        }

        return quality;
    }

    private static int Nearness(ReadOnlySpan<char> range, ReadOnlySpan<char> type) =>
        range.Equals(type, StringComparison.OrdinalIgnoreCase) ? 3
            : range.EndsWith("/*") && type.StartsWith(range[..^1], StringComparison.OrdinalIgnoreCase) ? 2
            : range is "*/*" ? 1 : 0;

    /// <summary>The weight among a range's parameters: 0 to 1, 1 where there is none, 0 where it is malformed.</summary>
    private static double Quality(ReadOnlySpan<char> parameters)
    {
        foreach (var range in parameters.Split(';'))
        {
            var parameter = parameters[range].Trim();
            if (parameter.StartsWith("q=", StringComparison.OrdinalIgnoreCase))
            {
                return double.TryParse(parameter[2..], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var quality) ? quality : 0;
            }
        }

        return 1;
    }
}
