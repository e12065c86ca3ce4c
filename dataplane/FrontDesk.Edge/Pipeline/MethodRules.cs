using System.Globalization;
using FrontDesk.Edge.Answers;
using Microsoft.AspNetCore.Http.Features;

namespace FrontDesk.Edge.Pipeline;

/// <summary>What RFC 9110 asks of a gateway for certain methods.</summary>
internal static class MethodRules
{
    /// <summary>The refusal for the request's method, expectation or Max-Forwards; null where they are right.</summary>
    public static Refusal? Check(HttpContext context)
    {
        var method = context.Request.Method;
        // The common ones are the same string object in Kestrel, so this costs a few comparisons of references.
        if (method is "GET" or "POST" or "HEAD" or "PUT" or "DELETE" or "PATCH")
        {
            return null;
        }

        if (method is "TRACE" || (method is "CONNECT" && context.Features.Get<IHttpExtendedConnectFeature>()?.IsExtendedConnect != true))
        {
            return Refusals.MethodRefused;
        }

        if (method is not "CONNECT" && IsMisspelt(method))
        {
            return Refusals.MethodUnknown;
        }

        return method is "OPTIONS" && !IsNumber(context.Request.Headers["Max-Forwards"]) ? Refusals.MaxForwards : null;
    }

    /// <summary>
    /// Whether the edge answers instead of passing on: `OPTIONS *` is about the server and not about a resource of it, and with
    /// Max-Forwards 0 this is the last recipient (RFC 9110 §7.6.2, §9.3.7).
    /// </summary>
    public static bool IsForTheEdge(HttpRequest request) =>
        request.Method is "OPTIONS" && (IsZero(request.Headers["Max-Forwards"]) || IsAsterisk(request, request.HttpContext.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget));

    /// <summary>Whether the target is in asterisk-form, which only OPTIONS has.</summary>
    public static bool IsAsterisk(HttpRequest request, string target) => target == "*" && request.Method is "OPTIONS";

    /// <summary>Methods differ by case. Those that clients of the services would send on in upper case are refused rather than changed.</summary>
    private static bool IsMisspelt(string method) =>
        method is not "OPTIONS" && (HttpMethods.IsGet(method) || HttpMethods.IsPost(method) || HttpMethods.IsHead(method) || HttpMethods.IsPut(method) || HttpMethods.IsDelete(method)
            || HttpMethods.IsPatch(method) || HttpMethods.IsOptions(method) || HttpMethods.IsTrace(method) || HttpMethods.IsConnect(method));

    private static bool IsNumber(Microsoft.Extensions.Primitives.StringValues value) =>
        value.Count == 0 || (value.Count == 1 && uint.TryParse(value[0], NumberStyles.None, CultureInfo.InvariantCulture, out _));

    private static bool IsZero(Microsoft.Extensions.Primitives.StringValues value) => value.Count == 1 && value[0].AsSpan().Trim('0').IsEmpty && value[0]!.Length > 0;
}
