using System.Text;

namespace FrontDesk.Routing.Routes;

/// <summary>A redirect, its template taken apart.</summary>
public sealed class RedirectModel
{
    private readonly string[] _parts;

    internal RedirectModel(string[] parts) => _parts = parts;

    /// <summary>301, 302, 303, 307 or 308.</summary>
    public required int Status { get; init; }

    /// <summary>The Location for a request.</summary>
    /// <param name="scheme">`http` or `https`.</param>
    /// <param name="host">The host, normalised.</param>
    /// <param name="path">The path, normalised.</param>
    /// <param name="query">The query with its `?`, or empty.</param>
    public string Expand(string scheme, string host, string path, string query)
    {
        var location = new StringBuilder();
        foreach (var part in _parts)
        {
            location.Append(part switch
            {
                "{scheme}" => scheme,
                "{host}" => host,
                "{path}" => path,
                "{query}" => query,
                _ => part,
            });
        }

        return location.ToString();
    }
}
