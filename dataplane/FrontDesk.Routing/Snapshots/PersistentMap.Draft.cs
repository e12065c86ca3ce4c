using System.Diagnostics.CodeAnalysis;

namespace FrontDesk.Routing.Snapshots;

/// <content>Many changes at once.</content>
public sealed partial class PersistentMap<TValue>
{
    /// <summary>Begins a set of changes that is made as one, at the cost of the shards it touches. This map stays as it is.</summary>
    public Draft Edit() => new(this);

    /// <summary>A map being changed: what was written, over the map it began with. For one thread.</summary>
    public sealed class Draft
    {
        private readonly PersistentMap<TValue> _origin;
        private readonly Dictionary<string, TValue?> _written = new(StringComparer.Ordinal);

        internal Draft(PersistentMap<TValue> origin) => _origin = origin;

        /// <summary>Finds an entry as it stands with the changes made so far.</summary>
        public bool TryGetValue(string key, [MaybeNullWhen(false)] out TValue value) =>
            _written.TryGetValue(key, out value) ? value is not null : _origin.TryGetValue(key, out value);

        /// <summary>Adds or replaces an entry; null removes it.</summary>
        public void Set(string key, TValue? value) => _written[key] = value;

        /// <summary>The map with the changes made.</summary>
        public PersistentMap<TValue> Seal()
        {
            var changes = new Entry[_written.Count];
            var count = 0;
            foreach (var (key, value) in _written)
            {
                changes[count++] = new Entry((uint)string.GetHashCode(key), key, value!);
            }

            Array.Sort(changes, static (a, b) => a.Hash.CompareTo(b.Hash));
            return _origin.With(changes);
        }
    }
}
