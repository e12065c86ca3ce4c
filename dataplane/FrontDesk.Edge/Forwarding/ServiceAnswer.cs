using System.Net.Http.Headers;
using FrontDesk.Edge.Forwarding.Http1;
using FrontDesk.Edge.Pipeline;
using FrontDesk.Edge.Transforms;
using Microsoft.Extensions.Primitives;

namespace FrontDesk.Edge.Forwarding;

/// <summary>Writes the head of the answer that a client gets.</summary>
internal static class ServiceAnswer
{
    /// <summary>Fills in the headers; the status is the forwarder's.</summary>
    public static void Write(HttpContext context, Exchange exchange, HttpResponseMessage source)
    {
        var target = context.Response.Headers;
        CopyHeaders(source, target);
        target.Via = Via.Next(target.Via, source.Version.Major >= 2 ? HttpProtocol.Http2 : HttpProtocol.Http11);
        if ((int)source.StatusCode is < 200 or StatusCodes.Status204NoContent)
        {
            // RFC 9110 §8.6
            target.ContentLength = null;
        }

        AnswerHeaders.Apply(exchange.Route!, context);
    }

    /// <summary>Copies the headers that pass the edge.</summary>
    public static void CopyHeaders(HttpResponseMessage source, IHeaderDictionary target)
    {
        if (source is Http1Answer answer)
        {
            Copy(answer.Head.Fields, target);
        }
        else
        {
            // Over HTTP/2 no header is about the connection.
            Copy(source.Headers, target);
            Copy(source.Content.Headers, target);
        }
    }

    /// <summary>Copies trailers; an HTTP/1.1 client gets none.</summary>
    public static void CopyTrailers(HttpResponseMessage source, IHeaderDictionary target)
    {
        if (source is Http1Answer answer)
        {
            Copy(answer.Trailers, target);
        }
        else
        {
            Copy(source.TrailingHeaders, target);
        }
    }

    private static void Copy(ReadOnlySpan<Field> source, IHeaderDictionary target)
    {
        var named = Named(source);
        for (var i = 0; i < source.Length; i++)
        {
            var (name, value) = source[i];
            if (!PassedHeaders.ToClient(name) || (named.Count > 0 && PassedHeaders.IsNamed(named, name)))
            {
                continue;
            }

            var before = target[name];
            target[name] = before.Count > 0 && Contains(source[..i], name) ? StringValues.Concat(before, value) : value;
        }
    }

    /// <summary>What the answer's Connection headers name, beyond what ends here anyway.</summary>
    private static StringValues Named(ReadOnlySpan<Field> source)
    {
        var named = StringValues.Empty;
        foreach (var (name, value) in source)
        {
            if (name == "Connection" && PassedHeaders.NamesOthers(value))
            {
                named = StringValues.Concat(named, value);
            }
        }

        return named;
    }

    private static bool Contains(ReadOnlySpan<Field> fields, string name)
    {
        foreach (var field in fields)
        {
            if (field.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    private static void Copy(HttpHeaders source, IHeaderDictionary target)
    {
        foreach (var (name, values) in source.NonValidated)
        {
            if (PassedHeaders.ToClient(name))
            {
                target[name] = values.Count == 1 ? values.ToString() : ToArray(values);
            }
        }
    }

    private static string[] ToArray(HeaderStringValues values)
    {
        var array = new string[values.Count];
        var count = 0;
        foreach (var value in values)
        {
            array[count++] = value;
        }

        return array;
    }
}
