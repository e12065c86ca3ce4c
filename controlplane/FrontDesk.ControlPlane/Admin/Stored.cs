using FrontDesk.Config.V1;
using Google.Protobuf;

namespace FrontDesk.ControlPlane.Admin;

/// <summary>Makes the bytes of a resource, the one time that they are made.</summary>
internal static class Stored
{
    /// <summary>The resource as it is stored. Equal resources give equal bytes: entries of maps are in order.</summary>
    public static StoredResource Of(Resource resource)
    {
        var bytes = new byte[resource.CalculateSize()];
        using var output = new CodedOutputStream(bytes) { Deterministic = true };
        resource.WriteTo(output);
        output.Flush();
        return new StoredResource { Kind = KindOf(resource), Name = resource.Name, Resource = UnsafeByteOperations.UnsafeWrap(bytes) };
    }

    /// <summary>The resource that was stored.</summary>
    public static Resource Read(StoredResource stored) => Resource.Parser.ParseFrom(stored.Resource);

    /// <summary>A resource's kind: the number of the field that is set.</summary>
    public static Kind KindOf(Resource resource) => (Kind)(int)resource.ConfigCase;

    /// <summary>Whether a resource carries all these labels.</summary>
    public static bool Carries(Resource resource, IEnumerable<KeyValuePair<string, string>> labels) =>
        labels.All(label => resource.Labels.TryGetValue(label.Key, out var value) && value == label.Value);
}
