using FrontDesk.Config.V1;
using FrontDesk.ControlPlane.Admin;
using FrontDesk.ControlPlane.Records;
using FrontDesk.Edge.V1;
using FrontDesk.Routing.Secrets;
using Google.Protobuf;

namespace FrontDesk.ControlPlane.Certificates;

/// <summary>Takes keys out of configuration: what is stored refers to a secret, and a secret's newest version.</summary>
internal sealed class PairIntake(SecretStore secrets)
{
    /// <summary>Replaces the pairs of wanted certificates by references.</summary>
    /// <returns>The pairs to be stored, and by name the certificates as they were sent.</returns>
    public async Task<(IReadOnlyList<SentPair> Pairs, IReadOnlyDictionary<string, Resource> Sent)> ReferAsync(
        SortedDictionary<Slot, Resource?> wanted, List<Problem> problems, CancellationToken cancellationToken)
    {
        var pairs = new List<SentPair>();
        var sent = new Dictionary<string, Resource>(StringComparer.Ordinal);
        foreach (var (slot, resource) in wanted.Where(entry => entry.Value?.Certificate?.Pair is not null).ToArray())
        {
            var pair = resource!.Certificate.Pair;
            if (pair.Chain.IsEmpty && pair.Key.IsEmpty)
            {
                Keep(slot, resource, wanted, problems);
                continue;
            }

            var secret = SecretUse.NameOf(slot.Kind, slot.Name)!;
            var content = new CertificateSecret { Chain = pair.Chain, Key = pair.Key };
            var version = await VersionOfAsync(secret, content, cancellationToken);
            pairs.Add(new SentPair(slot.Name, secret, version, content));
            sent[slot.Name] = resource;
            wanted[slot] = Referring(resource, secret, version);
        }

        return (pairs, sent);
    }

    /// <summary>Learns at once what others did with secrets.</summary>
    public Task RefreshAsync() => secrets.RefreshAsync();

    /// <summary>Stores a pair.</summary>
    /// <returns>The version that it has.</returns>
    public Task<uint> StoreAsync(SentPair pair, CancellationToken cancellationToken) =>
        secrets.PutAsync(pair.Secret, pair.Content.ToByteArray(), cancellationToken);

    /// <summary>A certificate that refers to a secret in place of its pair.</summary>
    public static Resource Referring(Resource resource, string secret, uint version)
    {
        var referring = resource.Clone();
        referring.Certificate.Pair = new CertificatePair { Secret = secret, Version = version };
        return referring;
    }

    // A reference means "keep": the newest version of the certificate's own secret, whatever version stood in an old export.
    private void Keep(Slot slot, Resource resource, SortedDictionary<Slot, Resource?> wanted, List<Problem> problems)
    {
        var own = SecretUse.NameOf(slot.Kind, slot.Name)!;
        var named = resource.Certificate.Pair.Secret;
        var version = secrets.NewestVersion(own);
        if (named.Length > 0 && named != own)
        {
            problems.Add(Error(slot, $"It refers to the secret {named}, but a certificate's secret is its own, {own}.", "Give certFile and keyFile."));
        }
        else if (version == 0)
        {
            problems.Add(Error(slot, $"It refers to the secret {own}, which is not stored here.", "Give certFile and keyFile."));
        }
        else
        {
            wanted[slot] = Referring(resource, own, version);
        }

        static Problem Error(Slot slot, string message, string hint) => new()
        {
            Severity = Severity.Error,
            Kind = slot.Kind,
            Name = slot.Name,
            Field = "pair",
            Message = message,
            Hint = hint,
        };
    }

    private async Task<uint> VersionOfAsync(string secret, CertificateSecret content, CancellationToken cancellationToken)
    {
        var newest = await secrets.GetAsync(secret, 0, cancellationToken);
        return newest is not null && newest.Value.AsSpan().SequenceEqual(content.ToByteArray())
            ? newest.Version
            : secrets.NewestVersion(secret) + 1;
    }
}
