using FrontDesk.Admin.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace FrontDesk.ControlPlane.Audit;

/// <summary>
/// Counts what was refused: one entry a minute for each known caller, and one for all strangers together, so that nobody can push older entries out of the log by being
/// refused. Memory is bounded.
/// </summary>
internal sealed class RefusedAttempts(TimeProvider time)
{
    /// <summary>Refusals of so long make one entry.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private const int MostCallers = 2_000;
    private const int MostNamed = 20;

    private readonly Lock _lock = new();
    private readonly Dictionary<(ActorKind Actor, string Who, string Token), Attempts> _callers = [];
    private long _began;

    /// <summary>Whether something is counted that is not yet in the log.</summary>
    public bool Any
    {
        get
        {
            lock (_lock)
            {
                return _callers.Count > 0;
            }
        }
    }

    /// <summary>Counts a refusal.</summary>
    public void Add(HttpContext context, StatusCode status)
    {
        var entry = AuditEntries.Of(context, status.ToString());
        lock (_lock)
        {
            if (_callers.Count == 0)
            {
                _began = time.GetTimestamp();
            }

            var key = (entry.Actor, entry.Who, entry.Token);
            if (!_callers.TryGetValue(key, out var attempts) && _callers.Count < MostCallers)
            {
                _callers[key] = attempts = new Attempts();
            }

            attempts?.Add(entry, time.GetUtcNow());
        }
    }

    /// <summary>The entries of a minute that is over; none before.</summary>
    /// <param name="atOnce">Do not wait for the minute's end.</param>
    public IReadOnlyList<AuditEntry> Take(bool atOnce)
    {
        lock (_lock)
        {
            if (_callers.Count == 0 || (!atOnce && time.GetElapsedTime(_began) < Window))
            {
                return [];
            }

            AuditEntry[] entries = [.. _callers.Values.Select(attempts => attempts.ToEntry())];
            _callers.Clear();
            return entries;
        }
    }

    /// <summary>The refusals of one caller, or of all strangers.</summary>
    private sealed class Attempts
    {
        private readonly Dictionary<string, uint> _counts = new(StringComparer.Ordinal);
        private AuditEntry _last = new();
        private DateTimeOffset _at;
        private uint _count;
        private bool _several;

        public void Add(AuditEntry entry, DateTimeOffset now)
        {
            _several |= _count > 0 && (entry.Action != _last.Action || entry.Result != _last.Result);
            (_last, _at) = (entry, now);
            _count++;
            var what = entry.Actor == ActorKind.Unspecified ? $"from {entry.Peer}" : $"{entry.Action}: {entry.Result}";
            if (_counts.ContainsKey(what) || _counts.Count < MostCallers)
            {
                _counts[what] = _counts.GetValueOrDefault(what) + 1;
            }
        }

        public AuditEntry ToEntry()
        {
            var entry = _last.Clone();
            entry.Count = _count;
            entry.Time = Timestamp.FromDateTimeOffset(_at);
            if (_several)
            {
                entry.Action = "several calls";
            }

            if (_several || (entry.Actor == ActorKind.Unspecified && _counts.Count > 1))
            {
                entry.Peer = entry.Actor == ActorKind.Unspecified ? "" : entry.Peer;
                entry.Objects.Add(_counts.OrderByDescending(counted => counted.Value).Take(MostNamed).Select(counted => $"{counted.Key}, {counted.Value} times"));
                if (_counts.Count > MostNamed)
                {
                    entry.Objects.Add($"and {_counts.Count - MostNamed} more");
                }
            }

            return entry;
        }
    }
}
