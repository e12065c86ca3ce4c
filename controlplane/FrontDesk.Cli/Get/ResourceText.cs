using FrontDesk.Cli.Output;
using FrontDesk.Config.V1;
using FrontDesk.Configuration.Differences;

namespace FrontDesk.Cli.Get;

/// <summary>Resources as people read them.</summary>
internal static class ResourceText
{
    /// <summary>Writes one resource: every field that is set, as a document spells it.</summary>
    public static void Write(Shell shell, Resource resource)
    {
        shell.Out.WriteLine(new Cell(KindText.Of(KindOf(resource), resource.Name), Tone.Title).Render(shell.Colour));
        foreach (var field in Differ.Compare(null, resource)?.Fields ?? [])
        {
            shell.Out.WriteLine($"    {Printable.Line($"{field.Path}: {field.After}")}");
        }
    }

    /// <summary>Writes a row per resource.</summary>
    public static void Write(Shell shell, IEnumerable<Resource> resources)
    {
        var table = new Table("RESOURCE", "GROUPS", "LABELS", "WHAT");
        foreach (var resource in resources)
        {
            table.Add(
                KindText.Of(KindOf(resource), resource.Name),
                resource.Groups.Count == 0 ? "all" : string.Join(", ", resource.Groups),
                string.Join(", ", resource.Labels.OrderBy(label => label.Key, StringComparer.Ordinal).Select(label => $"{label.Key}={label.Value}")),
                Summary(resource));
        }

        table.Write(shell);
    }

    private static Kind KindOf(Resource resource) => (Kind)(int)resource.ConfigCase;

    /// <summary>The heart of a resource on one line.</summary>
    private static string Summary(Resource resource) => resource.ConfigCase switch
    {
        Resource.ConfigOneofCase.Listener => Of(resource.Listener),
        Resource.ConfigOneofCase.Certificate => $"{Some(resource.Certificate.Names)}{(resource.Certificate.Internal is null ? "" : " (internal)")}",
        Resource.ConfigOneofCase.Service => Some(resource.Service.Endpoints.Select(endpoint => endpoint.Url)),
        Resource.ConfigOneofCase.Route => Of(resource.Route),
        Resource.ConfigOneofCase.Settings => resource.Settings.TrustedProxies.Count == 0 ? "" : $"trusted proxies: {Some(resource.Settings.TrustedProxies)}",
        _ => "",
    };

    private static string Of(ListenerConfig listener)
    {
        var redirect = listener.RedirectToHttps is null ? "" : ", redirects to https";
        return $"{(listener.Protocol == Protocol.Https ? "https" : "http")} on {listener.Bind}{redirect}";
    }

    private static string Of(RouteConfig route)
    {
        var paths = route.Paths.Count == 0 ? "" : $" {Some(route.Paths)}";
        var end = route switch
        {
            { Redirect: { } redirect } => redirect.To,
            { Respond: { } respond } => $"status {(respond.Status == 0 ? 200 : respond.Status)}",
            _ => Some(route.To.Select(to => to.Service)),
        };
        return $"{Some(route.Hosts)}{paths} → {end}";
    }

    /// <summary>The first three, and how many more there are.</summary>
    private static string Some(IEnumerable<string> texts)
    {
        var all = texts.ToList();
        return all.Count <= 3 ? string.Join(", ", all) : $"{string.Join(", ", all.Take(3))} and {all.Count - 3} more";
    }
}
