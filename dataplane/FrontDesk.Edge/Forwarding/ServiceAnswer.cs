using System.Net.Http.Headers;
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
        source.Headers.NonValidated.TryGetValues("Connection", out var connection);
        var named = connection.Count == 0 ? StringValues.Empty : new StringValues(connection.ToString());
        Copy(source.Headers, named, target);
        Copy(source.Content.Headers, named, target);
        if ((int)source.StatusCode is < 200 or StatusCodes.Status204NoContent)
        {
            // RFC 9110 §8.6
            target.ContentLength = null;
        }

        if (exchange.Route!.ResponseHeaders is { } changes)
        {
            HeaderChanges.Apply(changes, target);
        }
    }

    /// <summary>Copies trailers; an HTTP/1.1 client gets none.</summary>
    public static void CopyTrailers(HttpResponseHeaders source, IHeaderDictionary target) => Copy(source, StringValues.Empty, target);

    private static void Copy(HttpHeaders source, StringValues connection, IHeaderDictionary target)
    {
        var namesOthers = PassedHeaders.NamesOthers(connection);
        foreach (var (name, values) in source.NonValidated)
        {
            if (PassedHeaders.ToClient(name) && !(namesOthers && PassedHeaders.IsNamed(connection, name)))
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
