using System.Globalization;
using System.IO.Hashing;
using System.Text;

namespace FrontDesk.ControlPlane.Relay;

/// <summary>How the records are called.</summary>
internal static class RelayNames
{
    /// <summary>The folder of the control planes that run.</summary>
    public const string Peers = "peers";

    /// <summary>The folder of what they say. Its records expire, so it is not listed, only watched.</summary>
    public const string Folder = "relay";

    /// <summary>Over how many records the edges of one control plane are spread: a change rewrites one of them, not all.</summary>
    public const int Shards = 32;

    /// <summary>A control plane.</summary>
    public static string Peer(string id) => $"{Peers}/{id}";

    /// <summary>What a control plane says of itself.</summary>
    public static string Head(string id) => $"{Folder}/{id}";

    /// <summary>What a control plane says of some of its edges.</summary>
    public static string Shard(string id, int shard) => string.Create(CultureInfo.InvariantCulture, $"{Folder}/{id}/{shard}");

    /// <summary>The shard of an edge.</summary>
    public static int ShardOf(string edge) => (int)(XxHash3.HashToUInt64(Encoding.UTF8.GetBytes(edge)) % Shards);
}
