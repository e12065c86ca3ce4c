using System.Collections.Immutable;
using FrontDesk.Config.V1;
using FrontDesk.Edge.V1;
using Google.Protobuf.WellKnownTypes;

namespace FrontDesk.Edge.Status;

/// <summary>What of the configuration compiled but does not work on this edge. Told with acks and beats, and logged as it comes and goes; safe for all threads.</summary>
internal sealed class Degradations(TimeProvider clock, ILogger<Degradations> log)
{
    private ImmutableSortedDictionary<(Kind Kind, string Name), Degraded> _current = ImmutableSortedDictionary<(Kind, string), Degraded>.Empty;
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Everything that does not work now.</summary>
    public IEnumerable<Degraded> Current => Volatile.Read(ref _current).Values;

    /// <summary>How many resources do not work now.</summary>
    public int Count => Volatile.Read(ref _current).Count;

    /// <summary>Ends at the next change after this was read.</summary>
    public Task Changed => Volatile.Read(ref _changed).Task;

    /// <summary>Tells that something does not work, or with no reason that it does again.</summary>
    public void Report(Kind kind, string name, string? reason)
    {
        bool changes = ImmutableInterlocked.Update(ref _current, (current, to) => With(current, to.Key, to.Reason), (Key: (kind, name), Reason: reason));
        if (changes)
        {
            if (reason is null)
            {
                log.Healed(PartOf(kind), name);
            }
            else
            {
                log.Degraded(PartOf(kind), name, reason);
            }

            Interlocked.Exchange(ref _changed, new(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
        }
    }

    // What is no resource is a part of the edge itself.
    private static string PartOf(Kind kind) => kind == Kind.Unspecified ? "Part" : kind.ToString();

    private ImmutableSortedDictionary<(Kind Kind, string Name), Degraded> With(
        ImmutableSortedDictionary<(Kind Kind, string Name), Degraded> current, (Kind Kind, string Name) key, string? reason)
    {
        if (reason is null)
        {
            return current.Remove(key);
        }

        // The same trouble keeps the time since when it stands.
        return current.TryGetValue(key, out Degraded? known) && known.Reason == reason ? current : current.SetItem(key, new Degraded
        {
            Resource = new ResourceKey { Kind = key.Kind, Name = key.Name },
            Reason = reason,
            Since = clock.GetUtcNow().ToTimestamp(),
        });
    }
}
