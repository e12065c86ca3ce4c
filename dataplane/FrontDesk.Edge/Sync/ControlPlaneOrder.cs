using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace FrontDesk.Edge.Sync;

/// <summary>
/// In which order an edge tries its control planes: by a hash of its name and their addresses. So a fleet spreads evenly, an edge finds the same
/// one after every restart, and when one goes, its edges spread over all others.
/// </summary>
internal static class ControlPlaneOrder
{
    /// <summary>The control planes, the edge's first choice first.</summary>
    public static Uri[] Of(string node, IEnumerable<Uri> controlPlanes) =>
        [.. controlPlanes.OrderBy(address => Weight(node, address)).ThenBy(address => address.AbsoluteUri, StringComparer.Ordinal)];

    private static ulong Weight(string node, Uri address) =>
        BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes($"{node}\n{address.AbsoluteUri}")));
}
