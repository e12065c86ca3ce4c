using FrontDesk.ControlPlane.Fleet;
using FrontDesk.ControlPlane.Publishing;
using FrontDesk.ControlPlane.Records;

namespace FrontDesk.ControlPlane.Relay;

/// <summary>
/// Reads what the other control planes say of their edges, and only what is new of it. One that falls silent has lost its edges: judged by this
/// process's own clock, so that neither clocks that differ nor an outage of the store make a living one look dead.
/// </summary>
internal sealed class RelayReader(RelayIdentity self, RecordStore records, LiveEdges live, Publisher publisher, RelayOptions options, TimeProvider time)
{
    private readonly Dictionary<string, Peer> _peers = new(StringComparer.Ordinal);

    /// <summary>Who else there is. Done at the start, and when one came or went.</summary>
    public async Task ReadPeersAsync(CancellationToken cancellationToken)
    {
        var listed = (await records.ListAsync(RelayNames.Peers + "/", cancellationToken))
            .Select(record => (Record: record, Peer: PeerRecord.Parser.ParseFrom(record.Value)))
            .Where(peer => peer.Peer.Id != self.Id)
            .ToDictionary(peer => peer.Peer.Id);
        foreach (var (id, (record, peer)) in listed)
        {
            _peers.TryAdd(id, new Peer(peer.Name, record.Version, time.GetTimestamp()));
        }

        foreach (var gone in _peers.Keys.Except(listed.Keys).ToArray())
        {
            _peers.Remove(gone);
            live.Lose(gone);
        }
    }

    /// <summary>Reads what is new.</summary>
    public async Task ReadAsync(CancellationToken cancellationToken)
    {
        var ids = _peers.Keys.ToArray();
        var heads = await records.GetManyAsync([.. ids.Select(RelayNames.Head)], cancellationToken);
        foreach (var (id, head) in ids.Zip(heads))
        {
            await FollowAsync(id, _peers[id], head is null ? new RelayHead() : RelayHead.Parser.ParseFrom(head.Value), cancellationToken);
        }
    }

    /// <summary>The store was out of reach: nobody could show a sign of life meanwhile, so none is dead for that.</summary>
    public void Forgive()
    {
        foreach (var peer in _peers.Values)
        {
            peer.Heard = time.GetTimestamp();
        }
    }

    private async Task FollowAsync(string id, Peer peer, RelayHead head, CancellationToken cancellationToken)
    {
        // 1. A sign of life, or one too few.
        if (head.Beat > peer.Beat)
        {
            (peer.Beat, peer.Heard, peer.Silent) = (head.Beat, time.GetTimestamp(), false);
        }
        else if (time.GetElapsedTime(peer.Heard) is var silence && silence >= options.Silence)
        {
            await BuryAsync(id, peer, silence, cancellationToken);
            return;
        }

        // 2. The shards that changed. What is read may be newer than its number says; then it is read once more.
        var changed = Enumerable.Range(0, head.Shards.Count).Where(shard => head.Shards[shard] != peer.Seen.GetValueOrDefault(shard)).ToArray();
        if (changed.Length == 0)
        {
            return;
        }

        var shards = await records.GetManyAsync([.. changed.Select(shard => RelayNames.Shard(id, shard))], cancellationToken);
        foreach (var (shard, record) in changed.Zip(shards))
        {
            peer.Edges[shard] = record is null ? [] : [.. RelayShard.Parser.ParseFrom(record.Value).Edges.Select(edge => RelayedEdges.Read(edge, peer.Name))];
            peer.Seen[shard] = head.Shards[shard];
        }

        var edges = peer.Edges.Values.SelectMany(edges => edges).ToDictionary(edge => edge.Name, StringComparer.Ordinal);
        live.Hear(id, edges);

        // 3. An edge that has a later stream there leaves the one that it has here.
        foreach (var edge in changed.SelectMany(shard => peer.Edges[shard]))
        {
            publisher.YieldTo(edge);
        }
    }

    // Its edges are without a control plane until they say otherwise. Its record goes after a while: one that only slept makes it anew.
    private async Task BuryAsync(string id, Peer peer, TimeSpan silence, CancellationToken cancellationToken)
    {
        if (!peer.Silent)
        {
            peer.Silent = true;
            peer.Seen.Clear();
            live.Lose(id);
        }

        if (silence >= options.Lifetime)
        {
            await records.DeleteAsync(RelayNames.Peer(id), peer.Version, cancellationToken);
        }
    }

    /// <summary>Another control plane, as it was last read.</summary>
    private sealed class Peer(string name, uint version, long heard)
    {
        public string Name => name;

        public uint Version => version;

        public ulong Beat { get; set; }

        public long Heard { get; set; } = heard;

        public bool Silent { get; set; }

        public Dictionary<int, ulong> Seen { get; } = [];

        public Dictionary<int, LiveEdge[]> Edges { get; } = [];
    }
}
