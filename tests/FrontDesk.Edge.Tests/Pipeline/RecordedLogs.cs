using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace FrontDesk.Edge.Tests.Pipeline;

/// <summary>Keeps what is logged at a level and above.</summary>
internal sealed class RecordedLogs(LogLevel least = LogLevel.Error) : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<string> _texts = new();
    private readonly Channel<string> _next = Channel.CreateUnbounded<string>();

    public IEnumerable<string> Texts => _texts;

    /// <summary>An event that the test expects.</summary>
    public int Expected { get; set; }

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= least;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel) && eventId.Id != Expected)
        {
            var text = $"{eventId.Id} {formatter(state, exception)} {exception}";
            _texts.Enqueue(text);
            _next.Writer.TryWrite(text);
        }
    }

    /// <summary>The next text that fits, as soon as there is one; others before it are passed over.</summary>
    public async Task<string> NextAsync(Predicate<string> fits)
    {
        await foreach (var text in _next.Reader.ReadAllAsync(TestContext.Current.CancellationToken))
        {
            if (fits(text))
            {
                return text;
            }
        }

        throw new InvalidOperationException("A channel without an end ended.");
    }

    public void Clear() => _texts.Clear();

    public void Dispose()
    {
    }
}
