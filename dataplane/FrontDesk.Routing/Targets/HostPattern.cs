using System.Diagnostics.CodeAnalysis;

namespace FrontDesk.Routing.Targets;

/// <summary>Host names as the configuration writes them: exact, `*.` and a name, or `*`.</summary>
internal static class HostPattern
{
    /// <summary>Whether it is `*.` and a name.</summary>
    public static bool IsWildcard(string pattern) => pattern.StartsWith("*.", StringComparison.Ordinal);

    /// <summary>The pattern with its name normalised (ports and `*` alone are not allowed here); false for what is none.</summary>
    public static bool TryNormalise(string pattern, [MaybeNullWhen(false)] out string normal)
    {
        var name = IsWildcard(pattern) ? pattern[2..] : pattern;
        normal = null;
        if (name.StartsWith('[') ? !IsWildcard(pattern) && name.EndsWith(']') && HostName.TryNormalise(name, out var host) : HostName.TryNormaliseServerName(name, out host))
        {
            normal = !IsWildcard(pattern) ? host : host == name ? pattern : "*." + host;
        }

        return normal is not null;
    }
}
