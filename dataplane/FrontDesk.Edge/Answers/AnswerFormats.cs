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
        var (json, html, text) = (0.0, 0.0, 0.0);
        foreach (var line in accept)
        {
            foreach (var range in line.AsSpan().Split(','))
            {
                var item = line.AsSpan(range);
                var quality = Quality(item);
                var semicolon = item.IndexOf(';');
                var type = (semicolon < 0 ? item : item[..semicolon]).Trim();
                if (type.Equals("text/html", StringComparison.OrdinalIgnoreCase))
                {
                    html = quality;
                }
                else if (type.Equals("text/plain", StringComparison.OrdinalIgnoreCase))
                {
                    text = quality;
                }
                else if (type.EndsWith("json", StringComparison.OrdinalIgnoreCase))
                {
                    json = Math.Max(json, quality);
                }
            }
        }

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

    private static double Quality(ReadOnlySpan<char> item)
    {
        var at = item.IndexOf(";q=", StringComparison.OrdinalIgnoreCase);
        at = at < 0 ? item.IndexOf("; q=", StringComparison.OrdinalIgnoreCase) + 1 : at;
        if (at <= 0)
        {
            return 1;
        }

        var value = item[(at + 3)..];
        var end = value.IndexOf(';');
        return double.TryParse((end < 0 ? value : value[..end]).Trim(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var quality) ? quality : 0;
    }
}
