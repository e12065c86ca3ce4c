using System.Text;
using FrontDesk.Config.V1;

namespace FrontDesk.Configuration.Validation.Routes;

/// <summary>What a route's answer must be: services, a redirect or a fixed text.</summary>
internal static class AnswerRules
{
    private const int MaxDestinations = 20;
    private const int MaxWeight = 1_000;
    private const int MaxBody = 64 * 1024;
    private const int MaxContentType = 253;

    /// <summary>Tells what is wrong.</summary>
    public static void Check(RouteConfig route, ResourceProblems problems)
    {
        var answers = (route.To.Count > 0 ? 1 : 0) + (route.Redirect is null ? 0 : 1) + (route.Respond is null ? 0 : 1);
        if (answers != 1)
        {
            problems.Error("", answers == 0 ? "The route does not say who answers." : "The route says in more than one way who answers.", "Give exactly one of `to`, `redirect` and `respond`.");
        }

        CheckDestinations(route, problems);
        if (route.Redirect is { } redirect)
        {
            RedirectRules.Check(redirect, problems);
        }

        if (route.Respond is { } respond)
        {
            CheckRespond(respond, problems);
        }
    }

    private static void CheckDestinations(RouteConfig route, ResourceProblems problems)
    {
        problems.CheckCount("to", route.To.Count, 0, MaxDestinations);
        var services = new HashSet<string>();
        for (var at = 0; at < route.To.Count; at++)
        {
            var destination = route.To[at];
            if (destination.Service.Length == 0)
            {
                problems.Error($"to[{at}].service", "A destination needs a service.", "Write its name, or give `to` a URL alone.");
            }
            else if (!services.Add(destination.Service))
            {
                problems.Error($"to[{at}].service", $"The service `{destination.Service}` is named twice.", "Name it once, with the sum of the weights.");
            }

            if (destination.HasWeight)
            {
                problems.CheckRange($"to[{at}].weight", destination.Weight, 0, MaxWeight);
            }
        }

        if (route.To.Count > 0 && route.To.All(destination => destination is { HasWeight: true, Weight: 0 }))
        {
            problems.Error("to", "All weights are 0, so that no service would answer.", "Give one of them a weight.");
        }
    }

    private static void CheckRespond(Respond respond, ResourceProblems problems)
    {
        if (respond.Status != 0)
        {
            problems.CheckRange("respond.status", respond.Status, 200, 599);
        }

        if (Encoding.UTF8.GetByteCount(respond.Body) is > MaxBody and var bytes)
        {
            problems.Error("respond.body", $"The text has {bytes:N0} bytes, but at most 64 KiB are allowed.", "Let a service answer.");
        }

        var type = respond.ContentType;
        if (type.Length > MaxContentType || (type.Length > 0 && (!HeaderText.IsValue(type) || !IsMediaType(type))))
        {
            problems.Error("respond.contentType", "This is not a media type.", "Write for example `text/html; charset=utf-8`.");
        }
    }

    /// <summary>Whether the text begins with `type/subtype` (RFC 9110 §8.3.1); parameters may follow a semicolon.</summary>
    private static bool IsMediaType(string text)
    {
        var end = text.IndexOf(';', StringComparison.Ordinal);
        var name = (end < 0 ? text : text[..end]).TrimEnd();
        var slash = name.IndexOf('/', StringComparison.Ordinal);
        return slash > 0 && HeaderText.IsToken(name[..slash]) && HeaderText.IsToken(name[(slash + 1)..]);
    }
}
