using FrontDesk.Config.V1;
using FrontDesk.Edge.Hosting;
using FrontDesk.Edge.Snapshots;
using FrontDesk.Edge.Status;

namespace FrontDesk.Edge.Tls;

/// <summary>Tells of certificates that lapse while they are shown: they were looked at when they came, and nothing else changes when their time is over.</summary>
internal sealed class LapseWatch(CurrentSnapshot current, Degradations degradations, TimeProvider clock, ILogger<LapseWatch> log)
    : EnduringTask("certificates", degradations, clock, log)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private readonly HashSet<string> _told = [];

    /// <inheritdoc/>
    protected override async Task RunAsync(CancellationToken stopping)
    {
        using PeriodicTimer timer = new(Interval, Clock);
        while (await timer.WaitForNextTickAsync(stopping).ConfigureAwait(false))
        {
            Look();
        }
    }

    private void Look()
    {
        EdgeSnapshot? snapshot;
        do
        {
            snapshot = current.Value;
            DateTimeOffset now = Clock.GetUtcNow();
            _told.UnionWith(snapshot?.Certificates.All.Where(certificate => certificate.IsInspected && certificate.Inspection.NotAfter <= now).Select(certificate => certificate.Model.Name) ?? []);
            foreach (string name in _told.ToArray())
            {
                string? trouble = snapshot?.Certificates.TroubleOf(name, now);
                Degradations.Report(Kind.Certificate, name, trouble);
                if (trouble is null)
                {
                    _told.Remove(name);
                }
            }
        }
        // Another came into force meanwhile: what was told may be of one that is gone.
        while (snapshot != current.Value);
    }
}
