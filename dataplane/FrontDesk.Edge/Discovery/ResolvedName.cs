using System.Net;

namespace FrontDesk.Edge.Discovery;

/// <summary>A host name that endpoints are under, with what it stood for when it was last asked. Written by one task, read by all.</summary>
internal sealed class ResolvedName(string host)
{
    /// <summary>Addresses of one name that are used; what a flood brings beyond is left out.</summary>
    public const int MostAddresses = 64;

    private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile IPAddress[] _addresses = [];
    private volatile string? _failure;

    /// <summary>Happens after <see cref="Addresses"/> or <see cref="Failure"/> changed.</summary>
    public event System.Action? Changed;

    /// <summary>The name.</summary>
    public string Host { get; } = host;

    /// <summary>Its addresses, in the order of their bytes; those known last where it does not resolve now; empty where it never did.</summary>
    public IPAddress[] Addresses => _addresses;

    /// <summary>Why it does not resolve now; null where it does.</summary>
    public string? Failure => _failure;

    /// <summary>Ends when it was asked for the first time, whatever came of it.</summary>
    public Task Asked => _asked.Task;

    /// <summary>Users of the name; under the watch's lock.</summary>
    public int Users { get; set; }

    /// <summary>Ends the watch.</summary>
    public CancellationTokenSource Unwatched { get; } = new();

    /// <summary>Notes addresses.</summary>
    /// <returns>Whether they are others than before.</returns>
    public bool Found(IPAddress[] found)
    {
        IPAddress[] addresses = [.. found.Distinct().OrderBy(static address => address.GetAddressBytes(), Bytes.Order).Take(MostAddresses)];
        var isNew = !addresses.AsSpan().SequenceEqual(_addresses);
        var changes = isNew || _failure is not null;
        _addresses = addresses;
        _failure = null;
        Tell(changes);
        return isNew;
    }

    /// <summary>Notes that it does not resolve.</summary>
    /// <returns>Whether it did before, or failed otherwise.</returns>
    public bool Failed(string reason)
    {
        var changes = _failure != reason;
        _failure = reason;
        Tell(changes);
        return changes;
    }

    private void Tell(bool changes)
    {
        _asked.TrySetResult();
        if (changes)
        {
            Changed?.Invoke();
        }
    }

    private sealed class Bytes : IComparer<byte[]>
    {
        public static readonly Bytes Order = new();

        public int Compare(byte[]? x, byte[]? y) => x!.Length != y!.Length ? x.Length - y.Length : x.AsSpan().SequenceCompareTo(y);
    }
}
