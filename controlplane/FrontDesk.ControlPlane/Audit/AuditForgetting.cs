using FrontDesk.Admin.V1;
using FrontDesk.ControlPlane.Leases;
using FrontDesk.ControlPlane.Store;
using Google.Protobuf;

namespace FrontDesk.ControlPlane.Audit;

/// <summary>Keeps the audit log as long as <see cref="AuditOptions"/> says: deletes the oldest entries, every hour. One of several control planes does it.</summary>
internal sealed class AuditForgetting(AuditLog auditLog, AuditOptions options, LeaseTable leases, TimeProvider time, ILogger<AuditForgetting> log) : BackgroundService
{
    private const int AtOnce = 500;

    private readonly ILease _lease = leases.Of("audit");

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                await TryForgetAsync(stoppingToken);
                await Task.Delay(options.Interval, time, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The end that was asked for.
        }
    }

    private async Task TryForgetAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (await FindAsync() is not null)
            {
                await _lease.RunAsync(ForgetAsync, cancellationToken);
            }
        }
        catch (Exception failure) when (failure is StoreUnavailableException or OutcomeUnknownException)
        {
            AuditMessages.NotForgotten(log, failure.Message);
        }
    }

    private async Task ForgetAsync(CancellationToken cancellationToken)
    {
        while (await FindAsync() is { } last)
        {
            await auditLog.ForgetUpToAsync(last.Sequence, last.Chain, cancellationToken);
        }
    }

    // The last of the oldest entries that are to go, some at a time; null: none is.
    private async Task<(ulong Sequence, byte[] Chain)?> FindAsync()
    {
        if (await auditLog.ReadHeadAsync() is not ({ } head, _) || head.Last < head.First)
        {
            return null;
        }

        var kept = head.Last - head.First + 1;
        var oldest = await auditLog.ReadAsync(head.First, (int)Math.Min(AtOnce, kept));
        (ulong, byte[])? last = null;
        for (var i = 0; i < oldest.Count && IsOver(oldest[i], kept - (ulong)i); i++)
        {
            last = (head.First + (ulong)i, oldest[i]?.Chain.ToByteArray() ?? last?.Item2 ?? head.Anchor);
        }

        return last;
    }

    private bool IsOver(StoredAuditEntry? stored, ulong kept) =>
        kept > options.Entries || (stored is not null && TimeOf(stored) is { } at && at + options.Age < time.GetUtcNow());

    private static DateTimeOffset? TimeOf(StoredAuditEntry stored)
    {
        try
        {
            return AuditEntry.Parser.ParseFrom(stored.Entry).Time?.ToDateTimeOffset();
        }
        catch (InvalidProtocolBufferException)
        {
            // Damaged: it goes with its neighbours, by their number.
            return null;
        }
    }
}
