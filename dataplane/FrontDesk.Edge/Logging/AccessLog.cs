using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using FrontDesk.Edge.Hosting;
using FrontDesk.Edge.Metrics;
using FrontDesk.Edge.Pipeline;

namespace FrontDesk.Edge.Logging;

/// <summary>
/// One JSON line per request. Requests hand over their exchange and go on; one thread of its own formats and writes, many lines at a
/// time. Where it cannot keep up, lines are dropped and counted rather than requests held up. What waits at shutdown is written.
/// </summary>
internal sealed partial class AccessLog : IHostedService, IDisposable
{
    // How long lines gather before the next write, so that a busy edge makes 50 writes a second and not one per request.
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(20);

    private readonly ConcurrentQueue<Exchange> _waiting = new();
    private readonly AccessLogOptions _options;
    private readonly LogSink _sink;
    private readonly LogLines _lines;
    private readonly RequestWatch _watch;
    private readonly ILogger<AccessLog> _logger;
    private readonly Counter<long> _dropped;
    private readonly ManualResetEventSlim _awake = new();
    private readonly ManualResetEventSlim _stopping = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Thread? _writer;
    private int _count;
    private bool _isFailing;

    /// <summary>Prepares the log; nothing is opened before <see cref="StartAsync"/>.</summary>
    public AccessLog(AccessLogOptions options, EdgeIdentity identity, RequestWatch watch, TimeProvider clock, IMeterFactory meters, ILogger<AccessLog> logger)
    {
        _watch = watch;
        _options = options;
        _logger = logger;
        _sink = options.Path is "-" or "/dev/stdout" ? new LogSink(Console.OpenStandardOutput()) : new LogSink(options.Path, options.MaxBytes, options.MaxFiles);
        _lines = new LogLines(identity.Node, clock);
        _dropped = meters.Create(RequestMetrics.MeterName).CreateCounter<long>("frontdesk.log.dropped", "{line}", "Lines of the access log that were lost.");
    }

    /// <summary>Hands over an exchange that is over. Never waits.</summary>
    public void Write(Exchange exchange)
    {
        if (Interlocked.Increment(ref _count) > _options.Capacity)
        {
            Interlocked.Decrement(ref _count);
            _dropped.Add(1);
            return;
        }

        _waiting.Enqueue(exchange);
        if (!_awake.IsSet)
        {
            _awake.Set();
        }
    }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _writer = new Thread(Run) { IsBackground = true, Name = "access log" };
        _writer.Start();
        return Task.CompletedTask;
    }

    /// <summary>Writes what waits, and ends the thread, as far as the time reaches.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        EndSoon();
        if (_writer is not null)
        {
            await _ended.Task.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        EndSoon();
        if (_writer is not null && !_writer.Join(_options.LastWait))
        {
            // It hangs in a write, to a pipe that nobody reads, say. It ends with the process, and so does what it uses.
            var lost = Volatile.Read(ref _count);
            _dropped.Add(lost);
            Abandoned(_logger, _options.Path, lost);
            return;
        }

        _sink.Dispose();
        _lines.Dispose();
        _awake.Dispose();
        _stopping.Dispose();
    }

    private void EndSoon()
    {
        _stopping.Set();
        _awake.Set();
    }

    private void Run()
    {
        while (!_stopping.IsSet)
        {
            _awake.Wait();
            _stopping.Wait(Gathering);
            _awake.Reset();
            Drain();
        }

        Drain();
        _ended.SetResult();
    }

    private void Drain()
    {
        while (_waiting.TryDequeue(out var exchange))
        {
            Interlocked.Decrement(ref _count);
            _watch.Offer(exchange, _lines.Add(exchange));
            if (_lines.IsFull)
            {
                Flush();
            }
        }

        Flush();
    }

    private void Flush()
    {
        if (_lines.Count == 0)
        {
            return;
        }

        try
        {
            _sink.Write(_lines.Written);
            _isFailing = false;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            _dropped.Add(_lines.Count);
            if (!_isFailing)
            {
                _isFailing = true;
                WriteFailed(_logger, failure, _options.Path);
            }
        }

        _lines.Clear();
    }

    [LoggerMessage(2500, LogLevel.Error, "The access log {Path} cannot be written. Lines are dropped and counted (frontdesk.log.dropped) until it can. Is the disk full, may the edge write there?")]
    private static partial void WriteFailed(ILogger logger, Exception failure, string path);

    [LoggerMessage(2501, LogLevel.Error, "The access log {Path} could not be written to its end by the time that the edge had to end; about {Lines} lines are lost. Does anybody read it?")]
    private static partial void Abandoned(ILogger logger, string path, int lines);
}
