using FrontDesk.Admin.V1;
using FrontDesk.ControlPlane.Audit;
using FrontDesk.ControlPlane.Store;
using FrontDesk.ControlPlane.Tests.Hosting;
using Grpc.Core;

namespace FrontDesk.ControlPlane.Tests.Audit;

/// <summary>Reads the audit log as tests need it.</summary>
internal static class AuditReads
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>What a call answers: the entries, and what verifying found.</summary>
    public static async Task<(IReadOnlyList<AuditEntry> Entries, AuditState State)> AuditAsync(this LocalDesk desk, ReadAuditRequest? request = null)
    {
        using var call = new FrontDesk.Admin.V1.Audit.AuditClient(desk.Operators(desk.AdminToken)).ReadAudit(request ?? new ReadAuditRequest { Limit = 50_000 }, cancellationToken: Token);
        var entries = new List<AuditEntry>();
        AuditState? state = null;
        await foreach (var answer in call.ResponseStream.ReadAllAsync(Token))
        {
            entries.AddRange(answer.Entries);
            state = answer.State ?? state;
        }

        return (entries, state!);
    }

    /// <summary>Waits until an entry is there, and gives it.</summary>
    public static async Task<AuditEntry> EntryAsync(this LocalDesk desk, Predicate<AuditEntry> wanted)
    {
        AuditEntry? found = null;
        await Eventually.TrueAsync(
            "the entry",
            async () =>
            {
                found = (await desk.AuditAsync()).Entries.LastOrDefault(entry => wanted(entry));
                return found is not null;
            },
            Token);
        return found!;
    }

    /// <summary>All of a store's log, and what verifying found.</summary>
    public static async Task<(IReadOnlyList<AuditEntry> Entries, AuditState State)> WalkAsync(this ControlPlaneStore store)
    {
        var walk = new AuditWalk(store.Audit);
        var entries = await walk.NextAsync(Token).ToListAsync(Token);
        return (entries, walk.State);
    }
}
