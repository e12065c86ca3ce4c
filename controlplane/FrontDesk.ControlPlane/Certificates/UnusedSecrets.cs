using FrontDesk.Config.V1;
using FrontDesk.ControlPlane.Records;
using FrontDesk.ControlPlane.Revisions;
using FrontDesk.ControlPlane.Store;
using FrontDesk.Routing.Secrets;

namespace FrontDesk.ControlPlane.Certificates;

/// <summary>
/// Deletes the secrets of resources that no kept revision has any more, so that a rollback finds the secrets of all that it brings back. It looks at
/// the start and after each compaction. A commit that needs a secret is refused once the secret is gone, and a deletion is refused once another
/// commit came, so neither can slip past the other.
/// </summary>
internal sealed class UnusedSecrets(Desk desk, SecretStore secrets, RecordStore records, ILogger<UnusedSecrets> log) : BackgroundService
{
    /// <summary>Looks once.</summary>
    /// <exception cref="StoreUnavailableException">The store cannot be reached or does not write; what was not deleted is the next time.</exception>
    public async Task SweepAsync(CancellationToken cancellationToken)
    {
        // 1. Resources that are gone, and whose secrets are still there.
        var (state, guard) = await desk.GuardAsync(cancellationToken);
        var unused = secrets.Names.Select(SecretUse.OwnerOf).OfType<ResourceKey>()
            .Where(owner => !state.TryGetStored(owner.Kind, owner.Name, out _))
            .ToHashSet();

        // 2. Without those that a rollback could bring back.
        if (unused.Count > 0)
        {
            var oldest = await desk.AtAsync(desk.Oldest - 1, cancellationToken);
            unused.RemoveWhere(owner => oldest.TryGetStored(owner.Kind, owner.Name, out _));
            for (var revision = oldest.Head.Revision + 1; revision <= state.Head.Revision && unused.Count > 0; revision++)
            {
                var change = await desk.ReadAsync(revision, cancellationToken);
                unused.ExceptWith(change.Operations.Where(operation => operation.Put is not null).Select(operation => new ResourceKey { Kind = operation.Put.Kind, Name = operation.Put.Name }));
            }
        }

        // 3. The secret last: as long as it is there, the next look finds it.
        foreach (var owner in unused)
        {
            if (owner.Kind == Kind.Certificate && await records.GetAsync(InternalIssuing.RecordOf(owner.Name), cancellationToken) is { } issued)
            {
                await records.DeleteAsync(issued.Name, issued.Version, cancellationToken);
            }

            var secret = SecretUse.NameOf(owner.Kind, owner.Name)!;
            if (await secrets.DeleteAsync(secret, cancellationToken, guard))
            {
                CertificatesLog.SecretDeleted(log, secret);
            }
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                var oldest = desk.Oldest;
                await TrySweepAsync(stoppingToken);
                await desk.WaitForCompactionAfterAsync(oldest, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The end that was asked for.
        }
    }

    private async Task TrySweepAsync(CancellationToken cancellationToken)
    {
        try
        {
            await SweepAsync(cancellationToken);
        }
        catch (Exception failure) when (failure is StoreUnavailableException or StoreRefusedException or OutcomeUnknownException or RevisionNotFoundException)
        {
            CertificatesLog.NotSwept(log, failure.Message);
        }
    }
}
