using System.Globalization;
using FrontDesk.Admin.V1;
using FrontDesk.Config.V1;
using FrontDesk.Testing.Desks;

namespace FrontDesk.Testing.Load;

/// <summary>
/// A page whose every answer tells which change it was served under, twice: the route adds its number as a response header, the service has it
/// in the host that the backend is asked for. So an answer older than what its edge has acknowledged is seen, one that mixes two revisions is
/// seen, and one that nobody ever wanted is seen.
/// </summary>
/// <param name="desk">The desk that serves it; each of its edges must be given the load's clients' requests.</param>
/// <param name="backend">The URL of an echo service.</param>
public sealed class Numbered(TestDesk desk, string backend)
{
    private const string Header = "x-change";
    private int _wanted;
    private int _acknowledged;

    /// <summary>What is asked for.</summary>
    public Uri Page { get; } = new($"http://numbered.test:{desk.HttpPort}/page");

    /// <summary>The newest change that was ever sent.</summary>
    public int Wanted => Volatile.Read(ref _wanted);

    /// <summary>The newest change that every edge has acknowledged: no answer to a later request may be older.</summary>
    public int Acknowledged => Volatile.Read(ref _acknowledged);

    /// <summary>Puts the page and its listener, and waits until all edges serve them.</summary>
    public async Task ServeAsync(CancellationToken cancellationToken)
    {
        await desk.PutAsync(cancellationToken, new Resource { Name = "http", Listener = new ListenerConfig { Bind = $":{desk.HttpPort}", Protocol = Protocol.Http } });
        await ChangeAndWaitAsync(cancellationToken);
    }

    /// <summary>Commits the next change, without waiting for the edges.</summary>
    public async Task<ChangeResult> ChangeAsync(CancellationToken cancellationToken) =>
        await desk.PutAsync(cancellationToken, Resources(Interlocked.Increment(ref _wanted)));

    /// <summary>Commits the next change, and waits until every connected edge has acknowledged it.</summary>
    public async Task ChangeAndWaitAsync(CancellationToken cancellationToken)
    {
        var change = await ChangeAsync(cancellationToken);
        var number = Wanted;
        await desk.WaitForEdgesAsync(change, cancellationToken);
        if (change.Absent.Count == 0)
        {
            Volatile.Write(ref _acknowledged, number);
        }
    }

    /// <summary>
    /// Commits one change after the other at a pace, or as fast as they are taken where that is slower. Once a second's worth it waits until every edge
    /// has acknowledged, so that the load knows how new answers must be; and at the end.
    /// </summary>
    public async Task ChangeSteadilyAsync(int changes, int perSecond, CancellationToken cancellationToken)
    {
        var start = TimeProvider.System.GetTimestamp();
        using var pace = new PeriodicTimer(TimeSpan.FromSeconds(1) / (4 * perSecond));
        for (var i = 1; i <= changes; i++)
        {
            if (i % perSecond == 0 || i == changes)
            {
                await ChangeAndWaitAsync(cancellationToken);
            }
            else
            {
                await ChangeAsync(cancellationToken);
            }

            while (TimeProvider.System.GetElapsedTime(start) < TimeSpan.FromSeconds((double)i / perSecond))
            {
                await pace.WaitForNextTickAsync(cancellationToken);
            }
        }
    }

    /// <summary>The resources of a change, for other ways to put them.</summary>
    public Resource[] Resources(int number) =>
    [
        new()
        {
            Name = "numbered",
            Service = new ServiceConfig { Endpoints = { new Endpoint { Url = backend } }, Host = string.Create(CultureInfo.InvariantCulture, $"n{number}.test") },
        },
        new()
        {
            Name = "numbered",
            Route = new RouteConfig
            {
                Hosts = { "numbered.test" },
                To = { new Destination { Service = "numbered" } },
                Response = new ResponseTransform { Headers = new HeaderChanges { Set = { [Header] = number.ToString(CultureInfo.InvariantCulture) } } },
            },
        },
    ];

    /// <summary>What is wrong with an answer; null: nothing.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="body">Its body.</param>
    /// <param name="least">What was acknowledged when the request was sent.</param>
    public string? Fault(HttpResponseMessage answer, string body, int least)
    {
        if (!answer.IsSuccessStatusCode)
        {
            return $"status {(int)answer.StatusCode}: {body}";
        }

        var number = int.Parse(answer.Headers.GetValues(Header).Single(), CultureInfo.InvariantCulture);
        if (number < least || number > Wanted)
        {
            return $"change {number} was served, where {least} was acknowledged and {Wanted} is the newest";
        }

        return body.Contains($"\nhost: n{number}.test\n", StringComparison.Ordinal) ? null : $"change {number} was served by the route, and another by its service:\n{body}";
    }
}
