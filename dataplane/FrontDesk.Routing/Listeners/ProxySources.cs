using System.Net;
using FrontDesk.Routing.Addresses;

namespace FrontDesk.Routing.Listeners;

/// <summary>The balancers whose connections begin with a PROXY header. Two of the same ranges are equal.</summary>
/// <param name="ranges">Their addresses.</param>
public sealed class ProxySources(IPNetwork[] ranges) : IEquatable<ProxySources>
{
    private readonly IPNetwork[] _ranges = ranges;
    private readonly AddressSet _set = AddressSet.Of(ranges);

    /// <summary>Whether a connection from this address is one of a balancer.</summary>
    public bool Contains(IPAddress address) => _set.Contains(Address.Of(address));

    /// <inheritdoc/>
    public bool Equals(ProxySources? other) => other is not null && _ranges.AsSpan().SequenceEqual(other._ranges);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ProxySources);

    /// <inheritdoc/>
    public override int GetHashCode() => _ranges.Length == 0 ? 0 : HashCode.Combine(_ranges.Length, _ranges[0]);
}
