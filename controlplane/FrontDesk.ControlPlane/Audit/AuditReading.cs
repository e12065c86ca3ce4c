using FrontDesk.Admin.V1;
using FrontDesk.ControlPlane.Admin;
using FrontDesk.ControlPlane.Identity;
using Grpc.Core;

namespace FrontDesk.ControlPlane.Audit;

/// <summary>
/// Reads the audit log for operators: 1. walks over all of it and verifies each entry, keeping the newest that fit; 2. tells what was found and sends them; 3. goes on with
/// what comes, where wanted.
/// </summary>
internal sealed class AuditReading(AuditLog log, TimeProvider time)
{
    private const int DefaultLimit = 100;
    private const int MostLimit = 50_000;

    /// <summary>How often a log that is followed is looked at.</summary>
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(500);

    /// <summary>Answers a call.</summary>
    public async Task RunAsync(ReadAuditRequest request, IServerStreamWriter<ReadAuditResponse> responses, CancellationToken cancellationToken)
    {
        var limit = request.Limit == 0 ? DefaultLimit : (int)Math.Min(request.Limit, int.MaxValue);
        if (limit > MostLimit)
        {
            throw Failure.Of(StatusCode.InvalidArgument, $"At most {MostLimit} entries are answered at once.");
        }

        // 1.
        var walk = new AuditWalk(log);
        var newest = new Queue<AuditEntry>();
        await foreach (var entry in walk.NextAsync(cancellationToken))
        {
            if (Fits(entry, request))
            {
                newest.Enqueue(entry);
                if (newest.Count > limit)
                {
                    newest.Dequeue();
                }
            }
        }

        // 2.
        await responses.WriteAsync(new ReadAuditResponse { State = walk.State }, cancellationToken);
        foreach (var some in Batches.Of(newest))
        {
            await responses.WriteAsync(new ReadAuditResponse { Entries = { some } }, cancellationToken);
        }

        // 3.
        for (var told = walk.State; request.Follow; await Task.Delay(LookAgain, time, cancellationToken))
        {
            List<AuditEntry> come = [];
            await foreach (var entry in walk.NextAsync(cancellationToken))
            {
                if (Fits(entry, request))
                {
                    come.Add(entry);
                }
            }

            foreach (var some in Batches.Of(come))
            {
                await responses.WriteAsync(new ReadAuditResponse { Entries = { some } }, cancellationToken);
            }

            if (!walk.State.Faults.Equals(told.Faults))
            {
                told = walk.State;
                await responses.WriteAsync(new ReadAuditResponse { State = told }, cancellationToken);
            }
        }
    }

    private static bool Fits(AuditEntry entry, ReadAuditRequest request) =>
        (request.Since is null || entry.Time is null || entry.Time.CompareTo(request.Since) >= 0)
        && (request.Who.Length == 0 || entry.Who == request.Who || entry.Token == request.Who)
        && (request.What.Length == 0
            || entry.Action.Contains(request.What, StringComparison.OrdinalIgnoreCase)
            || entry.Objects.Any(item => item.Contains(request.What, StringComparison.OrdinalIgnoreCase)));
}
