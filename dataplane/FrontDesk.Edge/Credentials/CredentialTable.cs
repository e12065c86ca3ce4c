using FrontDesk.Config.V1;
using FrontDesk.Edge.Snapshots;
using FrontDesk.Routing.Secrets;
using FrontDesk.Routing.Snapshots;

namespace FrontDesk.Edge.Credentials;

/// <summary>The credentials that clients may show, by the name of their set. Immutable; a change makes a new table that shares every set it did not touch.</summary>
internal sealed class CredentialTable
{
    private PersistentMap<UserSet> _users = PersistentMap<UserSet>.Empty;
    private PersistentMap<ApiKeySet> _keys = PersistentMap<ApiKeySet>.Empty;

    private CredentialTable()
    {
    }

    /// <summary>The table without credentials.</summary>
    public static CredentialTable Empty { get; } = new();

    /// <summary>The users of a set; none where there is no such set.</summary>
    public UserSet Users(string set) => _users.TryGetValue(set, out UserSet? users) ? users : UserSet.Empty;

    /// <summary>The API keys of a set; none where there is no such set.</summary>
    public ApiKeySet ApiKeys(string set) => _keys.TryGetValue(set, out ApiKeySet? keys) ? keys : ApiKeySet.Empty;

    /// <summary>The table after resources changed, or their secrets.</summary>
    public CredentialTable Apply(SnapshotModel model, IEnumerable<ResourceKey> changed, SecretVault vault)
    {
        CredentialTable table = this;
        foreach (ResourceKey key in changed.Where(key => key.Kind is Kind.Users or Kind.ApiKeys))
        {
            bool isThere = model.Secrets.TryGetValue(SecretUse.NameOf(key.Kind, key.Name)!, out SecretUse? use);
            table = (key.Kind, isThere) switch
            {
                (Kind.Users, true) => table.With(key.Name, UserSet.Of(vault.Find(use!.Secret)?.Users)),
                (Kind.Users, false) => new() { _users = table._users.Remove(key.Name), _keys = table._keys },
                (_, true) => table.With(key.Name, ApiKeySet.Of(vault.Find(use!.Secret)?.ApiKeys)),
                _ => new() { _users = table._users, _keys = table._keys.Remove(key.Name) },
            };
        }

        return table;
    }

    /// <summary>The table with this set of users.</summary>
    public CredentialTable With(string set, UserSet users) => new() { _users = _users.Set(set, users), _keys = _keys };

    /// <summary>The table with this set of API keys.</summary>
    public CredentialTable With(string set, ApiKeySet keys) => new() { _users = _users, _keys = _keys.Set(set, keys) };
}
