using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace FrontDesk.Edge.Access;

/// <summary>Headers that tell services who a client is. No client can write them.</summary>
internal static class IdentityHeaders
{
    /// <summary>Takes away what a client sent under these names, and under those that some services take for the same: `x_user` for `x-user`, as CGI does.</summary>
    public static void Forget(ReadOnlySpan<string> names, IHeaderDictionary headers)
    {
        List<string>? forged = null;
        foreach (var (sent, _) in headers)
        {
            foreach (var name in names)
            {
                if (IsSame(sent, name))
                {
                    (forged ??= []).Add(sent);
                }
            }
        }

        if (forged is not null)
        {
            forged.ForEach(name => headers.Remove(name));
        }
    }

    /// <summary>The same for what a client sends after its body, which is not there yet.</summary>
    public static void ForgetTrailers(string[] names, IFeatureCollection features)
    {
        if (features.Get<IHttpRequestTrailersFeature>() is { } trailers)
        {
            features.Set<IHttpRequestTrailersFeature>(new Trailing(names, trailers));
        }
    }

    /// <summary>Tells a service something. What another policy told under the name is replaced.</summary>
    public static void Write(List<KeyValuePair<string, StringValues>> told, string name, StringValues value)
    {
        told.RemoveAll(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase));
        told.Add(new(name, value));
    }

    private static bool IsSame(string sent, string name)
    {
        if (sent.Length != name.Length)
        {
            return false;
        }

        for (var i = 0; i < sent.Length; i++)
        {
            if (Folded(sent[i]) != Folded(name[i]))
            {
                return false;
            }
        }

        return true;
    }

    private static char Folded(char character) => character == '_' ? '-' : char.ToLowerInvariant(character);

    private sealed class Trailing(string[] names, IHttpRequestTrailersFeature sent) : IHttpRequestTrailersFeature
    {
        public bool Available => sent.Available;

        public IHeaderDictionary Trailers
        {
            get
            {
                var kept = new HeaderDictionary(sent.Trailers.ToDictionary(StringComparer.OrdinalIgnoreCase));
                Forget(names, kept);
                return kept;
            }
        }
    }
}
