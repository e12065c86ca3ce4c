using FrontDesk.Admin.V1;
using FrontDesk.Config.V1;
using FrontDesk.ControlPlane.Identity;
using FrontDesk.ControlPlane.Records;
using FrontDesk.ControlPlane.Revisions;
using FrontDesk.Routing.Secrets;
using Google.Protobuf;
using Grpc.Core;

namespace FrontDesk.ControlPlane.Credentials;

/// <summary>
/// Sets of credentials: the configuration names them, and each is one secret, so that it is encrypted, sent to the edges that have the set and to no others, and announced when it changes, as every
/// secret is.
/// </summary>
internal sealed class CredentialSets(Desk desk, SecretStore secrets)
{
    // A record holds two versions, and at most 1 MiB.
    private const int MostBytes = 400 * 1024;

    /// <summary>What a set holds; nothing where nothing was put in yet.</summary>
    /// <exception cref="RpcException">NOT_FOUND: the configuration has no such set.</exception>
    public async Task<T> ReadAsync<T>(Kind kind, string set, CancellationToken cancellationToken)
        where T : IMessage<T>, new()
    {
        Require(kind, set);
        return Parse<T>((await secrets.GetAsync(SecretUse.NameOf(kind, set)!, 0, cancellationToken))?.Value);
    }

    /// <summary>Changes what a set holds. The change may be made several times, each on what is newest.</summary>
    /// <exception cref="RpcException">NOT_FOUND: the configuration has no such set. RESOURCE_EXHAUSTED: it holds no more.</exception>
    public Task ChangeAsync<T>(Kind kind, string set, Action<T> change, AuditEntry audit, CancellationToken cancellationToken)
        where T : IMessage<T>, new()
    {
        Require(kind, set);
        return secrets.ChangeAsync(
            SecretUse.NameOf(kind, set)!,
            newest =>
            {
                var content = Parse<T>(newest);
                change(content);
                return content.CalculateSize() <= MostBytes
                    ? content.ToByteArray()
                    : throw Failure.Of(StatusCode.ResourceExhausted, $"`{set}` is full: a set holds {MostBytes / 1024} KiB. Make another one.");
            },
            cancellationToken,
            audit);
    }

    /// <summary>The names of all sets of a kind, sorted.</summary>
    public IEnumerable<string> NamesOf(Kind kind) => desk.Current.All(kind).Select(set => set.Name).Order(StringComparer.Ordinal);

    private void Require(Kind kind, string set)
    {
        if (!desk.Current.TryGetStored(kind, set, out _))
        {
            throw Failure.Of(StatusCode.NotFound, ErrorReason.ResourceNotFound, $"The configuration has no set `{set}`. Add `{SectionOf(kind)}: {{ {set}: {{}} }}` to a document and apply it.");
        }
    }

    private static string SectionOf(Kind kind) => Resource.Descriptor.FindFieldByNumber((int)kind).GetOptions().GetExtension(OptionsExtensions.Section);

    private static T Parse<T>(byte[]? value)
        where T : IMessage<T>, new()
    {
        var content = new T();
        content.MergeFrom(value ?? []);
        return content;
    }
}
