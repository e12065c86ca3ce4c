namespace FrontDesk.ControlPlane.Store;

/// <summary>What the embedded server says, warnings and worse, under one name. Everything else it says is about itself.</summary>
internal sealed class EmbeddedStoreLog(ILoggerFactory loggers) : ILoggerFactory, ILogger
{
    private readonly ILogger _logger = loggers.CreateLogger("FrontDesk.ControlPlane.Store.Embedded");

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) =>

        // Its reader of arguments warns that it was given a logger.
        categoryName == "ArgParser" ? Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance : this;

    /// <inheritdoc/>
    public void AddProvider(ILoggerProvider provider) => loggers.AddProvider(provider);

    /// <inheritdoc/>
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => _logger.BeginScope(state);

    /// <inheritdoc/>
    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning && _logger.IsEnabled(logLevel);

    /// <inheritdoc/>
    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        // At its end it calls the cancelling of its own background work an error.
        if (IsEnabled(logLevel) && exception is not OperationCanceledException)
        {
            _logger.Log(logLevel, eventId, state, exception, formatter);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // The loggers are the host's.
    }
}
