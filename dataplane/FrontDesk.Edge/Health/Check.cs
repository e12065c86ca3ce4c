using FrontDesk.Edge.Forwarding;
using FrontDesk.Routing.Health;

namespace FrontDesk.Edge.Health;

/// <summary>One endpoint that is asked again and again, with what each question needs, made once.</summary>
internal sealed class Check(ServiceState service, ServiceEndpoint endpoint, ActiveHealthModel policy, Probe probe) : IDisposable
{
    private CancellationTokenSource _patience = new();

    /// <summary>Its service.</summary>
    public ServiceState Service => service;

    /// <summary>The endpoint.</summary>
    public ServiceEndpoint Endpoint => endpoint;

    /// <summary>How it is asked.</summary>
    public ActiveHealthModel Policy => policy;

    /// <summary>Whether there is still a reason to ask: its revision is in force, and the endpoint is one of the service's.</summary>
    public bool IsWanted => service.IsInForce && service.Has(endpoint);

    /// <summary>When it is asked next, from now.</summary>
    public TimeSpan NextInterval => policy.Interval * (1 + (policy.Jitter * ((2 * Random.Shared.NextDouble()) - 1)));

    /// <summary>Asks.</summary>
    /// <returns>Why it is not well; null where it is.</returns>
    public async ValueTask<string?> AskAsync(CancellationToken stopping)
    {
        _patience.CancelAfter(policy.Timeout);
        try
        {
            return await probe.AskAsync(endpoint, _patience.Token).ConfigureAwait(false);
        }
        catch (Exception) when (stopping.IsCancellationRequested)
        {
            throw;
        }
        catch (OperationCanceledException)
        {
            return _patience.IsCancellationRequested ? "no answer in time" : "no connection in time";
        }
        catch (Exception failure)
        {
            // Whatever its answer made of our reader, it was not the answer of one who is well.
            return failure.Message.TrimEnd('.');
        }
        finally
        {
            if (!_patience.TryReset())
            {
                _patience.Dispose();
                _patience = new();
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _patience.Dispose();
}
