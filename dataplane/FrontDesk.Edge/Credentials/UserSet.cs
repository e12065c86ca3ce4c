using System.Collections.Frozen;
using System.Text;
using FrontDesk.Edge.V1;

namespace FrontDesk.Edge.Credentials;

/// <summary>The users of a set, as this edge has them. Immutable.</summary>
internal sealed class UserSet
{
    private readonly FrozenDictionary<string, KnownUser> _users;

    private UserSet(FrozenDictionary<string, KnownUser> users) => _users = users;

    /// <summary>The set without users.</summary>
    public static UserSet Empty { get; } = new(FrozenDictionary<string, KnownUser>.Empty);

    /// <summary>The users that a secret holds; none where there is no secret yet.</summary>
    public static UserSet Of(UserSetSecret? secret) => secret is null ? Empty : new(
        secret.Users.DistinctBy(static user => user.Name)
            .ToFrozenDictionary(static user => user.Name, static user => new KnownUser(user.Name, user.Hash, Encoding.ASCII.GetBytes(user.Hash), [.. user.Groups]), StringComparer.Ordinal));

    /// <summary>The user of a name; null where there is none.</summary>
    public KnownUser? Find(ReadOnlySpan<char> name) => _users.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(name, out var user) ? user : null;
}

/// <summary>A user.</summary>
/// <param name="Name">The name.</param>
/// <param name="Hash">The password's bcrypt hash.</param>
/// <param name="HashBytes">The same as bytes.</param>
/// <param name="Groups">The groups that the user is in.</param>
internal sealed record KnownUser(string Name, string Hash, byte[] HashBytes, string[] Groups)
{
    /// <summary>The name only.</summary>
    public override string ToString() => Name;
}
