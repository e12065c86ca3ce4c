using FrontDesk.Config.V1;
using FrontDesk.Edge.V1;

namespace FrontDesk.Edge.Sync;

/// <summary>Collects the parts of one snapshot. Nothing is applied before the last is there.</summary>
internal sealed class SnapshotAssembly
{
    private const int MostResources = 4_000_000;
    private const long MostBytes = 2L * 1024 * 1024 * 1024;

    private readonly List<StoredResource> _resources = [];
    private readonly List<SecretVersion> _secrets = [];
    private long _bytes;

    /// <summary>Where the snapshot stands; null before the first part.</summary>
    public Position? To { get; private set; }

    /// <summary>Its resources.</summary>
    public IReadOnlyCollection<StoredResource> Resources => _resources;

    /// <summary>The newest versions of its secrets.</summary>
    public IReadOnlyList<SecretVersion> Secrets => _secrets;

    /// <summary>Adds a part; a part of another snapshot than the one begun begins that one.</summary>
    /// <returns>Whether it was the last.</returns>
    /// <exception cref="InvalidDataException">The snapshot is larger than any edge could serve.</exception>
    public bool Add(SnapshotChunk chunk)
    {
        if (!chunk.To.Equals(To))
        {
            _resources.Clear();
            _secrets.Clear();
            _bytes = 0;
            To = chunk.To;
        }

        _resources.AddRange(chunk.Resources);
        _secrets.AddRange(chunk.Secrets);
        _bytes += chunk.CalculateSize();
        return _resources.Count > MostResources || _secrets.Count > MostResources || _bytes > MostBytes
            ? throw new InvalidDataException($"The control plane sends a snapshot of more than {MostResources} resources or {MostBytes} bytes.")
            : chunk.Last;
    }
}
