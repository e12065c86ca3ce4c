using System.Threading.Channels;
using FrontDesk.Edge.Forwarding;
using FrontDesk.Edge.Hosting;
using FrontDesk.Edge.Retries;
using FrontDesk.Edge.Status;

namespace FrontDesk.Edge.Health;

/// <summary>
/// Passive health: what requests learn of endpoints. Requests count; the one whose failure is the last straw leaves word, and this task takes the endpoint out of its service's
/// pool for a while.
/// </summary>
internal sealed class Ejections(ServiceUpkeep upkeep, Degradations degradations, TimeProvider clock, ILogger<Ejections> log)
    : EnduringTask("passive health", degradations, clock, log)
{
    /// <summary>No rest is longer, unless the first one is.</summary>
    public static readonly TimeSpan LongestRest = TimeSpan.FromMinutes(5);

    /// <summary>How long an address that cannot be reached, of a name that has others, is left alone the first time where no policy says.</summary>
    public static readonly TimeSpan AddressRest = TimeSpan.FromSeconds(10);

    // Each endpoint leaves word once until it is dealt with, so that there are never more words than endpoints.
    private readonly Channel<Word> _words = Channel.CreateUnbounded<Word>(new UnboundedChannelOptions { SingleReader = true });

    /// <summary>A try is over. Called by requests.</summary>
    /// <param name="service">The service, as the request sees it.</param>
    /// <param name="endpoint">The endpoint that was tried.</param>
    /// <param name="outcome">What became of it.</param>
    /// <param name="status">The answer's status, where there was one.</param>
    public void Note(ServiceState service, ServiceEndpoint endpoint, Outcome outcome, int status)
    {
        if (outcome == Outcome.NotItsFault)
        {
            return;
        }

        var health = endpoint.State.Health;
        if (outcome == Outcome.Answered && status is not (502 or 503 or 504))
        {
            health.NoteSuccess();
            return;
        }

        var most = service.Model.Health?.Passive is { } policy ? policy.Failures : outcome == Outcome.NotConnected && service.Pool.HasAlternatives ? 1 : 0;
        if (most > 0 && health.NoteFailure(most))
        {
            _words.Writer.TryWrite(new(service, endpoint, outcome));
        }
    }

    /// <inheritdoc/>
    protected override async Task RunAsync(CancellationToken stopping)
    {
        await foreach (var word in _words.Reader.ReadAllAsync(stopping).ConfigureAwait(false))
        {
            Eject(word, stopping);
        }
    }

    private void Eject(Word word, CancellationToken stopping)
    {
        var (service, endpoint, outcome) = word;
        var health = endpoint.State.Health;
        if (health.IsResting || !MayRest(service.Current, endpoint))
        {
            health.Forgive();
            return;
        }

        var first = service.Model.Health?.Passive?.For ?? AddressRest;
        var rest = health.Rest(first, first > LongestRest ? first : LongestRest, Clock);
        log.Ejected(service.Model.Name, endpoint.Model.Url, endpoint.Address, Say(outcome), rest.TotalSeconds);
        upkeep.Refresh(service);
        _ = WakeAsync(service, endpoint, rest, stopping);
    }

    /// <summary>Whether enough others are left: by the policy's share, or without a policy one address of the same name.</summary>
    private static bool MayRest(ServiceState service, ServiceEndpoint endpoint)
    {
        var all = service.Pool.All;
        if (service.Model.Health?.Passive is not { } policy)
        {
            return Array.Exists(all, other => other.State != endpoint.State && other.Model.Url == endpoint.Model.Url && other.State.Health.IsUsable);
        }

        var resting = all.Count(static other => other.State.Health.IsResting);
        return (resting + 1) * 100 <= all.Length * policy.MaxEjected;
    }

    private static string Say(Outcome outcome) => outcome switch
    {
        Outcome.NotConnected => "no connection",
        Outcome.TimedOut => "no answer in time",
        Outcome.Answered => "502, 503 or 504",
        _ => "no valid answer",
    };

    private async Task WakeAsync(ServiceState service, ServiceEndpoint endpoint, TimeSpan rest, CancellationToken stopping)
    {
        await Task.Delay(rest, Clock, stopping).ConfigureAwait(false);
        endpoint.State.Health.Wake(Clock);
        log.Returned(service.Model.Name, endpoint.Model.Url, endpoint.Address);
        upkeep.Refresh(service);
    }

    private readonly record struct Word(ServiceState Service, ServiceEndpoint Endpoint, Outcome Outcome);
}
