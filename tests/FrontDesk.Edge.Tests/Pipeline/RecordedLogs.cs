using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace FrontDesk.Edge.Tests.Pipeline;

/// <summary>Keeps what is logged at Error and above.</summary>
internal sealed class RecordedLogs : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<string> _texts = new();

    public IEnumerable<string> Texts => _texts;

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel))
        {
            _texts.Enqueue($"{eventId.Id} {formatter(state, exception)} {exception}");
        }
    }

    public void Clear() => _texts.Clear();

    public void Dispose()
    {
    }
}
