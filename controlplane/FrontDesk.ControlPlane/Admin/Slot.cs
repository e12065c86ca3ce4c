using FrontDesk.Config.V1;

namespace FrontDesk.ControlPlane.Admin;

/// <summary>The place of one resource: its kind and name. Orders by kind, then by name.</summary>
internal readonly record struct Slot(Kind Kind, string Name) : IComparable<Slot>
{
    /// <summary>The place of a resource.</summary>
    public static Slot Of(Resource resource) => new(Stored.KindOf(resource), resource.Name);

    /// <summary>The place of a stored resource.</summary>
    public static Slot Of(StoredResource stored) => new(stored.Kind, stored.Name);

    /// <summary>The place that a key names.</summary>
    public static Slot Of(ResourceKey key) => new(key.Kind, key.Name);

    /// <summary>The place as a message.</summary>
    public ResourceKey ToKey() => new() { Kind = Kind, Name = Name };

    /// <inheritdoc/>
    public int CompareTo(Slot other) => Kind != other.Kind ? Kind.CompareTo(other.Kind) : string.CompareOrdinal(Name, other.Name);
}
