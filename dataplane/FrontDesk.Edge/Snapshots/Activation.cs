using FrontDesk.Config.V1;
using FrontDesk.Edge.Credentials;
using FrontDesk.Edge.Forwarding;
using FrontDesk.Edge.Listeners;
using FrontDesk.Edge.Status;
using FrontDesk.Edge.Tls;
using FrontDesk.Edge.V1;
using FrontDesk.Routing.Secrets;
using FrontDesk.Routing.Snapshots;

namespace FrontDesk.Edge.Snapshots;

/// <summary>
/// The one place where a configuration comes into force. An update is applied wholly or not at all, in these steps: 1. check where it starts and
/// what it leads to, 2. compile what changed, 3. fetch the secrets that are missing, 4. build the tables that requests read, 5. swap,
/// 6. reconcile the listeners, 7. write it to the disk. Until the swap nothing is changed; after it nothing can refuse.
/// </summary>
internal sealed class Activation(
    CurrentSnapshot current,
    StateWriter disk,
    SecretVault vault,
    ListenerSet listeners,
    ServiceUpkeep upkeep,
    Degradations degradations,
    TimeProvider clock,
    ILogger<Activation> log)
{
    // Sync and the catching up with the disk take turns.
    private readonly SemaphoreSlim _turn = new(1);

    private HeldConfiguration _held = new();
    private EdgeSnapshot _active = new(0, 0, SnapshotModel.Empty, ServiceTable.Empty, CertificateTable.Empty);

    /// <summary>What runs, for the wire.</summary>
    public Position Position => _held.Position;

    /// <summary>The signature that what runs came with; null where it came without, from a control plane that was too old to sign.</summary>
    public SignedHead? Head
    {
        get => _held.Head;
        set => _held.Head = value;
    }

    /// <summary>Puts the last-known-good configuration in force, where there is one.</summary>
    public async Task RestoreAsync()
    {
        long started = clock.GetTimestamp();
        HeldConfiguration held = disk.Read();
        if (!held.Exists)
        {
            return;
        }

        ResourceChange[] restored;
        try
        {
            ResourceChange[] changes = restored = ResourceDecoding.Decode([.. held.Resources.Select(resource => new Operation { Put = resource })]);
            SnapshotModel model = Compile(SnapshotModel.Empty, changes);
            _held = held;
            _active = new EdgeSnapshot(
                held.Epoch, held.Revision, model, ServiceTable.Empty.Apply(model, changes), CertificateTable.Empty.Apply(model, CertificatesIn(changes), vault))
            {
                Credentials = CredentialTable.Empty.Apply(model, KeysOf(changes), vault),
            };
        }
        catch (RefusedException e)
        {
            log.RestoredDoesNotCompile(held.Revision, e.Message);
            return;
        }

        await upkeep.PrepareAsync(_active.Services, restored).ConfigureAwait(false);
        current.Swap(_active);
        upkeep.Follow(ServiceTable.Empty, _active.Services, restored);
        await listeners.ReconcileAsync(_active.Model.Listeners).ConfigureAwait(false);
        log.Restored(held.Epoch, held.Revision, held.Resources.Count, clock.GetElapsedTime(started).TotalMilliseconds);

        // Thousands of certificates take seconds to look at, and they were fine before: serving does not wait for it.
        _ = Task.Run(() => Inspect(_active.Certificates.All.Select(certificate => certificate.Model.Name)), CancellationToken.None);
    }

    /// <summary>Applies a delta.</summary>
    /// <exception cref="RefusedException">It was not applied.</exception>
    public Task ApplyAsync(Delta delta, ISecretSource secrets, CancellationToken cancellation) => InTurnAsync(
        () => _held.IsAt(delta.From)
            ? ApplyAsync(delta.To, delta.Operations, delta.Secrets, delta.Head, secrets, new StateRecord { Delta = delta }, cancellation)
            : throw new RefusedException(NackReason.WrongPosition, $"The delta starts at revision {delta.From.Revision} of epoch {delta.From.Epoch}, this edge is elsewhere."),
        cancellation);

    /// <summary>Applies a snapshot: only what it changes.</summary>
    /// <exception cref="RefusedException">It was not applied.</exception>
    public Task ApplyAsync(
        Position to, IReadOnlyCollection<StoredResource> resources, IReadOnlyList<SecretVersion> announced, SignedHead? head, ISecretSource secrets, CancellationToken cancellation)
        => InTurnAsync(() => ApplyAsync(to, _held.OperationsTo(resources), announced, head, secrets, null, cancellation), cancellation);

    /// <summary>Takes newer versions of secrets into use; also those that are still missing from before.</summary>
    /// <exception cref="RefusedException">The control plane does not give one.</exception>
    public Task RefreshSecretsAsync(IReadOnlyList<SecretVersion> announced, ISecretSource secrets, CancellationToken cancellation)
        => InTurnAsync(() => RefreshAsync(announced, secrets, cancellation), cancellation);

    /// <summary>Writes to the disk what it did not take before, where there is such.</summary>
    public Task CatchUpAsync(CancellationToken cancellation) => !disk.IsBehind ? Task.CompletedTask : InTurnAsync(
        () =>
        {
            disk.CatchUp(_held);
            return Task.CompletedTask;
        },
        cancellation);

    private async Task InTurnAsync(Func<Task> work, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            await work().ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task RefreshAsync(IReadOnlyList<SecretVersion> announced, ISecretSource secrets, CancellationToken cancellation)
    {
        _held.Announce(announced);
        SecretUse[] uses = [.. _active.Model.Secrets.Entries.Select(entry => entry.Value).Where(use => WantedOf(use, []) > vault.VersionOf(use.Secret))];
        IReadOnlyList<GetSecretsResponse> fetched = await FetchAsync(uses, [], secrets, cancellation).ConfigureAwait(false);
        disk.Keep(fetched);
        string[] names = [.. uses.Where(use => use.Kind == Kind.Certificate).Select(use => use.Name)];
        _active = _active with
        {
            Certificates = _active.Certificates.Apply(_active.Model, names, vault),
            Credentials = _active.Credentials.Apply(_active.Model, uses.Select(use => new ResourceKey { Kind = use.Kind, Name = use.Name }), vault),
        };
        if (_held.Exists)
        {
            current.Swap(_active);
        }

        Inspect(names);
        if (announced.Count > 0 && _held.Exists)
        {
            disk.Append(new StateRecord { SecretsChanged = new SecretsChanged { Secrets = { announced } } }, _held);
        }
    }

    private async Task ApplyAsync(
        Position to,
        IReadOnlyList<Operation> operations,
        IReadOnlyList<SecretVersion> announced,
        SignedHead? head,
        ISecretSource secrets,
        StateRecord? change,
        CancellationToken cancellation)
    {
        long started = clock.GetTimestamp();

        // 1. Check.
        if (to.Epoch < _held.Epoch || (to.Epoch == _held.Epoch && to.Revision < _held.Revision))
        {
            throw new RefusedException(NackReason.WrongPosition, $"The update leads back to revision {to.Revision} of epoch {to.Epoch}; an edge never goes back.");
        }

        ScopeDigest digest = _held.DigestAfter(operations);
        if (!HeldConfiguration.Matches(to.Digest, digest))
        {
            throw new RefusedException(NackReason.DigestMismatch, $"The update leads to digest {digest}, not to {Convert.ToHexStringLower(to.Digest.Span)} as announced.");
        }

        // 2. Compile.
        ResourceChange[] changes = ResourceDecoding.Decode(operations);
        SnapshotModel model = Compile(_active.Model, changes);

        // 3. Secrets.
        Dictionary<string, uint> newest = announced.ToDictionary(secret => secret.Secret, secret => secret.Version);
        SecretUse[] uses = [.. changes.Select(change => change.Resource is { } resource ? SecretUse.Of(resource) : null).OfType<SecretUse>()];
        disk.Keep(await FetchAsync(uses, newest, secrets, cancellation).ConfigureAwait(false));

        // 4. Tables.
        string[] certificates = [.. CertificatesIn(changes)];
        ServiceTable before = _active.Services;
        EdgeSnapshot next = new(to.Epoch, to.Revision, model, before.Apply(model, changes), _active.Certificates.Apply(model, certificates, vault))
        {
            Credentials = _active.Credentials.Apply(model, KeysOf(changes), vault),
        };
        await upkeep.PrepareAsync(next.Services, changes).ConfigureAwait(false);

        // 5. Swap.
        _held.Commit(operations, to, digest);
        _held.Head = head;
        _held.Announce(announced);
        _active = next;
        current.Swap(next);
        upkeep.Follow(before, next.Services, changes);

        // 6. Listeners.
        Inspect(certificates);
        await listeners.ReconcileAsync(model.Listeners).ConfigureAwait(false);

        // 7. Disk.
        if (change is null)
        {
            disk.Replace(_held, model.Secrets.Entries.Select(entry => entry.Value.Secret).ToHashSet());
        }
        else
        {
            disk.Append(change, _held);
        }

        log.Activated(to.Epoch, to.Revision, changes.Length, clock.GetElapsedTime(started).TotalMilliseconds);
    }

    private static SnapshotModel Compile(SnapshotModel model, ResourceChange[] changes)
    {
        CompileResult result = model.Apply(changes);
        if (result.Problems.FirstOrDefault(problem => problem.Severity == Severity.Error) is { } problem)
        {
            throw new RefusedException(NackReason.Invalid, problem.Message, new ResourceKey { Kind = problem.Kind, Name = problem.Name });
        }

        return result.Model;
    }

    private static IEnumerable<string> CertificatesIn(IEnumerable<ResourceChange> changes)
        => changes.Where(change => change.Kind == Kind.Certificate).Select(change => change.Name);

    private static IEnumerable<ResourceKey> KeysOf(IEnumerable<ResourceChange> changes) => changes.Select(change => new ResourceKey { Kind = change.Kind, Name = change.Name });

    private async Task<IReadOnlyList<GetSecretsResponse>> FetchAsync(
        SecretUse[] uses, Dictionary<string, uint> announced, ISecretSource secrets, CancellationToken cancellation)
    {
        SecretVersion[] missing = [.. uses
            .Select(use => new SecretVersion { Secret = use.Secret, Version = WantedOf(use, announced) })
            .Where(wanted => wanted.Version > vault.VersionOf(wanted.Secret))];
        return missing.Length == 0 ? [] : await secrets.FetchAsync(missing, cancellation).ConfigureAwait(false);
    }

    // 0 while the secret is still being made: nothing to wait for.
    private uint WantedOf(SecretUse use, Dictionary<string, uint> announced)
        => use.Version > 0 ? use.Version
        : announced.TryGetValue(use.Secret, out uint version) ? version
        : _held.Announced.GetValueOrDefault(use.Secret);

    private void Inspect(IEnumerable<string> certificates)
    {
        foreach (string name in certificates)
        {
            degradations.Report(Kind.Certificate, name, _active.Certificates.TroubleOf(name, clock.GetUtcNow()));
        }
    }
}
