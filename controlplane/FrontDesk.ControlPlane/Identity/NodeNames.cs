using System.Buffers;
using System.Security.Cryptography.X509Certificates;

namespace FrontDesk.ControlPlane.Identity;

/// <summary>How names of nodes, groups and control planes are spelled, in words and in certificates.</summary>
internal static class NodeNames
{
    /// <summary>The URI in the certificate of every control plane; edges and operators require it.</summary>
    public const string ControlPlaneUri = "frontdesk:control-plane";

    /// <summary>The URI in the certificate of the key that heads are signed with; edges require it.</summary>
    public const string SignerUri = "frontdesk:signer";

    /// <summary>The group of an edge that names none.</summary>
    public const string DefaultGroup = "default";

    private const string NodePrefix = "frontdesk:node/";
    private const int MaxLength = 253;

    private static readonly SearchValues<char> Letters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_");

    /// <summary>The URI in the certificate of a node.</summary>
    public static string NodeUri(string name) => NodePrefix + name;

    /// <summary>Whether a name is spelled as names are: 1 to 253 letters, digits, '.', '-' and '_', the first a letter or digit.</summary>
    public static bool IsValid(string name) =>
        name.Length is > 0 and <= MaxLength && char.IsAsciiLetterOrDigit(name[0]) && !name.AsSpan().ContainsAnyExcept(Letters);

    /// <summary>The name of the node that a certificate is for; null where it is no node's.</summary>
    public static string? NodeOf(X509Certificate2 certificate)
    {
        foreach (var uri in SubjectUris.Of(certificate))
        {
            if (uri.StartsWith(NodePrefix, StringComparison.Ordinal) && IsValid(uri[NodePrefix.Length..]))
            {
                return uri[NodePrefix.Length..];
            }
        }

        return null;
    }
}
