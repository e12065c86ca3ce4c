using FrontDesk.ControlPlane.Identity;
using FrontDesk.Edge.V1;
using Grpc.Core;

namespace FrontDesk.ControlPlane.Publishing;

/// <summary>One edge's stream: a side that reads, a side that writes, and the edge's progress between them. Ends when either ends.</summary>
internal sealed class EdgeSession
{
    // A node that was shut out is gone within two seconds: within one the record is noticed on every control plane, within one its stream ends.
    private static readonly TimeSpan CutTime = TimeSpan.FromSeconds(1);

    private readonly Hello _hello;
    private readonly EdgeProgress _progress;
    private readonly EdgeReports _reports;
    private readonly EdgeWriter _writer;
    private readonly PublishingOptions _options;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _cut = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ITimer? _cutTimer;
    private long _heard;

    /// <summary>Prepares the stream of an edge that said hello.</summary>
    public EdgeSession(Hello hello, string group, EdgeReports reports, Func<EdgeProgress, EdgeWriter> writer, PublishingOptions options, TimeProvider time)
    {
        _hello = hello;
        Group = group;
        _reports = reports;
        _options = options;
        _time = time;
        _progress = new EdgeProgress(hello.Have ?? new Position());
        _writer = writer(_progress);
        _heard = time.GetTimestamp();
    }

    /// <summary>The edge's name.</summary>
    public string Node => _hello.Node;

    /// <summary>The edge's group.</summary>
    public string Group { get; }

    /// <summary>Tells one process of the edge from another.</summary>
    public string BootId => _hello.BootId;

    /// <summary>When the edge's process started.</summary>
    public DateTimeOffset Started => _hello.Started?.ToDateTimeOffset() ?? DateTimeOffset.MinValue;

    /// <summary>The number of the stream among those of that process; 0: not told.</summary>
    public uint Stream => _hello.Stream;

    /// <summary>Completes when the stream has ended.</summary>
    public Task Ended => _ended.Task;

    /// <summary>There may be something to send.</summary>
    public void Wake() => _writer.Wake();

    /// <summary>Secrets have newer versions.</summary>
    public void Announce(IReadOnlyCollection<string> secrets)
    {
        _progress.Retry();
        _writer.Announce(secrets);
    }

    /// <summary>Says goodbye and ends the stream.</summary>
    public void Close(string reason, TimeSpan retryAfter) => _writer.Close(reason, retryAfter);

    /// <summary>Says goodbye, and ends the stream soon after, whether the edge listens or not.</summary>
    public void Cut(string reason)
    {
        Close(reason, CutTime);
        _cutTimer ??= _time.CreateTimer(_ => _cut.Cancel(), null, CutTime, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Whether an operator keeps the edge out of traffic; it is told where that is news.</summary>
    public void Drain(bool drained) => _writer.Drain(drained);

    /// <summary>Serves the stream until it ends.</summary>
    public async Task RunAsync(IAsyncStreamReader<EdgeMessage> requests, CancellationToken cancellationToken)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _cut.Token);
        var reading = ReadAsync(requests, ending.Token);
        var writing = _writer.RunAsync(ending.Token);
        var watching = WatchAsync(ending.Token);
        try
        {
            var first = await Task.WhenAny(reading, writing, watching);
            if (first == writing && writing.IsCompletedSuccessfully)
            {
                await HangUpAsync(reading, ending.Token);
            }

            await first;
        }
        finally
        {
            await ending.CancelAsync();
            await Task.WhenAll(reading, writing, watching).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (_cutTimer is { } timer)
            {
                await timer.DisposeAsync();
            }

            _ended.SetResult();
        }
    }

    // A connection that is closed with bytes of the edge's unread is reset, and a reset takes with it what the edge has not read: its
    // goodbye. So the edge closes first.
    private Task HangUpAsync(Task reading, CancellationToken cancellationToken) =>
        Task.WhenAny(reading, Task.Delay(_options.HangUpTime, _time, cancellationToken));

    private async Task ReadAsync(IAsyncStreamReader<EdgeMessage> requests, CancellationToken cancellationToken)
    {
        while (await requests.MoveNext(cancellationToken))
        {
            Volatile.Write(ref _heard, _time.GetTimestamp());
            switch (requests.Current)
            {
                case { Ack: { } ack }:
                    _progress.Acknowledged(ack.Applied ?? new Position());
                    _reports.Acknowledged(ack, _progress.Diverged);
                    Wake();
                    break;
                case { Nack: { } nack }:
                    _progress.Refused(nack);
                    _reports.Refused(nack, _progress.Diverged);
                    Wake();
                    break;
                case { Beat: { } beat }:
                    _reports.Beat(beat);
                    break;
                default:
                    throw Failure.Of(StatusCode.InvalidArgument, "After Hello, an edge sends acks, nacks and beats only.");
            }
        }
    }

    // A peer that is gone without a word is found out by its silence.
    private async Task WatchAsync(CancellationToken cancellationToken)
    {
        var patience = _options.Beat * _options.MissedBeats;
        while (true)
        {
            var silent = _time.GetElapsedTime(Volatile.Read(ref _heard));
            if (silent >= patience)
            {
                throw Failure.Of(StatusCode.DeadlineExceeded, $"The edge was silent for {silent.TotalSeconds:0} s.");
            }

            await Task.Delay(patience - silent, _time, cancellationToken);
        }
    }
}
