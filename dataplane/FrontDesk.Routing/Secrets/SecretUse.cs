using FrontDesk.Config.V1;

namespace FrontDesk.Routing.Secrets;

/// <summary>
/// A secret that a resource uses. The one place that knows which kinds have one: who may be given a secret, which are announced and fetched, and which nobody needs any more
/// all follow from it.
/// </summary>
/// <param name="Kind">The resource's kind.</param>
/// <param name="Name">The resource's name.</param>
/// <param name="Secret">The secret's name.</param>
/// <param name="Version">The version that it asks for; 0 for the newest, which is a record's and no revision's.</param>
public sealed record SecretUse(Kind Kind, string Name, string Secret, uint Version)
{
    private static readonly (Kind Kind, string Prefix)[] Prefixes = [(Kind.Certificate, "certificates/"), (Kind.Users, "users/"), (Kind.ApiKeys, "api-keys/")];

    /// <summary>The kinds whose resources use a secret.</summary>
    public static IEnumerable<Kind> Kinds => Prefixes.Select(static entry => entry.Kind);

    /// <summary>The secret that a resource uses; null where it uses none.</summary>
    public static SecretUse? Of(Resource resource) => resource.ConfigCase switch
    {
        // A pair on its way in has no reference yet: it will be the newest of the certificate's own secret.
        Resource.ConfigOneofCase.Certificate => Own(
            Kind.Certificate, resource.Name, resource.Certificate.Pair is { Secret.Length: > 0 } pair ? pair.Secret : null, resource.Certificate.Pair?.Version ?? 0),
        Resource.ConfigOneofCase.Users => Own(Kind.Users, resource.Name),
        Resource.ConfigOneofCase.ApiKeys => Own(Kind.ApiKeys, resource.Name),
        _ => null,
    };

    /// <summary>The name of the secret of a resource; null where resources of its kind have none.</summary>
    public static string? NameOf(Kind kind, string name)
    {
        foreach (var (known, prefix) in Prefixes)
        {
            if (known == kind)
            {
                return prefix + name;
            }
        }

        return null;
    }

    /// <summary>The resource that a secret belongs to; null where it belongs to none.</summary>
    public static ResourceKey? OwnerOf(string secret)
    {
        foreach (var (kind, prefix) in Prefixes)
        {
            if (secret.StartsWith(prefix, StringComparison.Ordinal))
            {
                return new ResourceKey { Kind = kind, Name = secret[prefix.Length..] };
            }
        }

        return null;
    }

    private static SecretUse Own(Kind kind, string name, string? secret = null, uint version = 0) => new(kind, name, secret ?? NameOf(kind, name)!, version);
}
