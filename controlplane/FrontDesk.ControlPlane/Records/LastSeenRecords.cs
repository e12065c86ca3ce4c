using System.Collections.Concurrent;
using FrontDesk.ControlPlane.Store;

namespace FrontDesk.ControlPlane.Records;

/// <summary>
/// Single records, read from the store each time. While the store cannot be reached, or was emptied, what was last read holds for <see cref="Patience"/>: so that who
/// was known before may still look at the fleet and mend it, and edges may still come back.
/// </summary>
/// <param name="records">The store's records.</param>
/// <param name="time">The clock.</param>
internal sealed class LastSeenRecords(RecordStore records, TimeProvider time)
{
    /// <summary>How long a record holds after it was last read.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromHours(1);

    // Nodes and operators of one control plane are fewer; the bound is against a memory that only grows.
    private const int Most = 20_000;

    private readonly ConcurrentDictionary<string, (Record Record, long Read)> _seen = new(StringComparer.Ordinal);

    /// <summary>One record; null where there is none.</summary>
    /// <exception cref="StoreUnavailableException">The store cannot be reached, and the record was not read within <see cref="Patience"/>.</exception>
    public async Task<Record?> GetAsync(string name, CancellationToken cancellationToken)
    {
        if (records.IsAway && Seen(name) is { } known)
        {
            return known;
        }

        try
        {
            var record = await records.GetAsync(name, cancellationToken);
            if (record is null && Seen(name) is { } lost && !await records.AreThereAsync())
            {
                // What lost everything revoked nobody.
                return lost;
            }

            Keep(name, record);
            return record;
        }
        catch (StoreUnavailableException) when (Seen(name) is not null)
        {
            return Seen(name);
        }
    }

    private Record? Seen(string name) => _seen.TryGetValue(name, out var seen) && time.GetElapsedTime(seen.Read) < Patience ? seen.Record : null;

    private void Keep(string name, Record? record)
    {
        if (record is null)
        {
            _seen.TryRemove(name, out _);
            return;
        }

        if (_seen.Count >= Most)
        {
            _seen.Clear();
        }

        _seen[name] = (record, time.GetTimestamp());
    }
}
