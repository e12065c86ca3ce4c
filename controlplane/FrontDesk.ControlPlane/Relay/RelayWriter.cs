using FrontDesk.ControlPlane.Fleet;
using FrontDesk.ControlPlane.Records;
using Google.Protobuf;

namespace FrontDesk.ControlPlane.Relay;

/// <summary>
/// Writes what the edges of this control plane say: 1. the shards that changed, 2. the head that names them, 3. a mark and a hint, so that the
/// others look. However many edges there are and however often they speak, that is a few writes for a pause.
/// </summary>
internal sealed class RelayWriter(RelayIdentity self, RecordStore records, LiveEdges live, RelayOptions options, TimeProvider time)
{
    private readonly ByteString[] _written = new ByteString[RelayNames.Shards];
    private readonly RelayHead _head = new() { Shards = { new ulong[RelayNames.Shards] } };
    private long? _beat;

    /// <summary>Writes what changed since the last time; and a sign of life, where one is due.</summary>
    public async Task WriteAsync(CancellationToken cancellationToken)
    {
        // 1.
        var shards = Build();
        var changed = Enumerable.Range(0, RelayNames.Shards).Where(shard => !shards[shard].Equals(_written[shard] ?? ByteString.Empty)).ToArray();
        var due = _beat is not { } last || time.GetElapsedTime(last) >= options.Beat;
        if (changed.Length == 0 && !due)
        {
            return;
        }

        await Task.WhenAll(changed.Select(shard =>
            records.SetExpiringAsync(RelayNames.Shard(self.Id, shard), shards[shard].Memory, options.Lifetime, cancellationToken)));

        // 2. A shard is new only once its number is told; until then it counts as unwritten here too.
        var now = time.GetTimestamp();
        var head = _head.Clone();
        head.Beat++;
        foreach (var shard in changed)
        {
            head.Shards[shard]++;
        }

        await records.SetExpiringAsync(RelayNames.Head(self.Id), head.ToByteArray(), options.Lifetime, cancellationToken);
        _beat = now;
        _head.Beat = head.Beat;
        foreach (var shard in changed)
        {
            (_head.Shards[shard], _written[shard]) = (head.Shards[shard], shards[shard]);
        }

        // 3. A sign of life alone wakes nobody: the others look by themselves.
        if (changed.Length > 0)
        {
            await records.AnnounceAsync(RelayNames.Folder, cancellationToken);
        }
    }

    private ByteString[] Build()
    {
        var shards = new RelayShard[RelayNames.Shards];
        foreach (var edge in live.Here())
        {
            (shards[RelayNames.ShardOf(edge.Name)] ??= new RelayShard()).Edges.Add(RelayedEdges.Write(edge, options.Rounding));
        }

        return Array.ConvertAll(shards, shard => shard?.ToByteString() ?? ByteString.Empty);
    }
}
