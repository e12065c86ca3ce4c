using System.Buffers;
using System.Security.Authentication;
using System.Text.Json;
using FrontDesk.Edge.Forwarding;
using FrontDesk.Edge.Pipeline;

namespace FrontDesk.Edge.Logging;

/// <summary>
/// Formats exchanges as JSON lines into one buffer that is used again and again. The fields are the contract of docs/logs-and-metrics.md: added to, never renamed.
/// Used by one thread.
/// </summary>
internal sealed class LogLines : IDisposable
{
    /// <summary>What a client can make as long as it likes is cut here, in characters.</summary>
    public const int LongestValue = 2048;

    private const int Full = 64 * 1024;
    private readonly ArrayBufferWriter<byte> _buffer = new(Full * 2);
    private readonly Utf8JsonWriter _json;
    private readonly JsonEncodedText _node;
    private readonly TimeProvider _clock;

    /// <summary>Prepares for the lines of a node.</summary>
    public LogLines(string node, TimeProvider clock)
    {
        _node = JsonEncodedText.Encode(node);
        _clock = clock;
        _json = new Utf8JsonWriter(_buffer);
    }

    /// <summary>How many lines there are.</summary>
    public int Count { get; private set; }

    /// <summary>Whether they should be written now.</summary>
    public bool IsFull => _buffer.WrittenCount >= Full;

    /// <summary>The lines.</summary>
    public ReadOnlySpan<byte> Written => _buffer.WrittenSpan;

    /// <summary>Adds the line of an exchange.</summary>
    /// <returns>The line, without its end; good until the next call.</returns>
    public ReadOnlySpan<byte> Add(Exchange exchange)
    {
        var start = _buffer.WrittenCount;
        _json.WriteStartObject();
        // The exchange holds the clock's timestamps only: the time of day is asked for here, off the request's path.
        var began = _clock.GetUtcNow() - _clock.GetElapsedTime(exchange.Began);
        _json.WriteString("time"u8, began.UtcDateTime);
        _json.WriteString("node"u8, _node);
        if (exchange.Snapshot is { } snapshot)
        {
            _json.WriteNumber("revision"u8, snapshot.Revision);
        }

        WriteIds(exchange);
        WriteRequest(exchange);
        WriteChoice(exchange);
        WriteAnswer(exchange);
        _json.WriteEndObject();
        _json.Flush();
        _json.Reset();
        _buffer.Write("\n"u8);
        Count++;
        return _buffer.WrittenSpan[start..^1];
    }

    /// <summary>Forgets the lines.</summary>
    public void Clear()
    {
        _buffer.ResetWrittenCount();
        Count = 0;
    }

    /// <inheritdoc/>
    public void Dispose() => _json.Dispose();

    private void WriteIds(Exchange exchange)
    {
        _json.WriteString("request"u8, exchange.RequestId);
        var trace = TraceParent.TraceId(exchange.TraceParent);
        if (!trace.IsEmpty)
        {
            _json.WriteString("trace"u8, trace);
        }
    }

    private void WriteRequest(Exchange exchange)
    {
        _json.WriteString("client"u8, exchange.Client);
        _json.WriteString("listener"u8, exchange.Listener.Name);
        _json.WriteString("protocol"u8, exchange.Protocol);
        if (TlsVersion(exchange.Tls) is { } tls)
        {
            _json.WriteString("tls"u8, tls);
        }

        WriteCut("method"u8, exchange.Method);
        WriteCut("host"u8, exchange.Host);
        WriteCut("path"u8, exchange.Path);
        WriteCut("query"u8, exchange.Query);
    }

    private void WriteChoice(Exchange exchange)
    {
        if (exchange.Route is { } route)
        {
            _json.WriteString("route"u8, route.Name);
        }

        if (exchange.Access.Length > 0)
        {
            _json.WriteString("access"u8, exchange.Access);
            _json.WriteString("decision"u8, exchange.IsDenied ? "deny"u8 : "allow"u8);
        }

        if (exchange.Caller is { } caller)
        {
            WriteCut("user"u8, caller.User);
            WriteGiven("key"u8, caller.Key);
            _json.WriteString("auth"u8, caller.Method);
        }

        WriteGiven("accessReported"u8, exchange.AccessReported);
        WriteGiven("limit"u8, exchange.Limit);
        WriteGiven("limitReported"u8, exchange.LimitReported);
        if (exchange.Endpoint is { } endpoint)
        {
            _json.WriteString("service"u8, exchange.Service!.Model.Name);
            _json.WriteString("endpoint"u8, endpoint.Model.Url);
            if (endpoint.Resolved is { } address)
            {
                _json.WriteString("address"u8, address);
            }

            WriteTried(exchange.Tried);
        }
    }

    /// <summary>The endpoints that were tried before the one that answered; nothing where there was none.</summary>
    private void WriteTried(List<ServiceEndpoint>? tried)
    {
        if (tried is null)
        {
            return;
        }

        _json.WriteNumber("tries"u8, tried.Count + 1);
        _json.WriteStartArray("tried"u8);
        foreach (var endpoint in tried)
        {
            _json.WriteStringValue(endpoint.Resolved is { } address ? $"{endpoint.Model.Url} ({address})" : endpoint.Model.Url);
        }

        _json.WriteEndArray();
    }

    private void WriteAnswer(Exchange exchange)
    {
        _json.WriteNumber("status"u8, exchange.Status);
        _json.WriteNumber("requestBytes"u8, exchange.RequestBytes);
        _json.WriteNumber("responseBytes"u8, exchange.ResponseBytes);
        WriteMilliseconds("durationMs"u8, exchange.Began, exchange.Ended);
        // Until it was handed to the service; all of it, where it never was.
        WriteMilliseconds("edgeMs"u8, exchange.Began, exchange.Forwarded == 0 ? exchange.Ended : exchange.Forwarded);
        if (exchange.Answered != 0)
        {
            WriteMilliseconds("serviceMs"u8, exchange.Forwarded, exchange.Answered);
        }

        _json.WriteString("endedBy"u8, exchange.EndedBy switch
        {
            EndedBy.Client => "client"u8,
            EndedBy.Edge => "edge"u8,
            _ => "service"u8,
        });
        if (exchange.Reason.Length > 0)
        {
            _json.WriteString("reason"u8, exchange.Reason);
        }
    }

    private void WriteGiven(ReadOnlySpan<byte> name, string value)
    {
        if (value.Length > 0)
        {
            _json.WriteString(name, value);
        }
    }

    private void WriteCut(ReadOnlySpan<byte> name, string value) =>
        _json.WriteString(name, value.AsSpan(0, Math.Min(value.Length, LongestValue)));

    private void WriteMilliseconds(ReadOnlySpan<byte> name, long from, long to) =>
        _json.WriteNumber(name, Math.Round((decimal)_clock.GetElapsedTime(from, to).TotalMilliseconds, 3));

    private static string? TlsVersion(SslProtocols version) => version switch
    {
        SslProtocols.Tls13 => "1.3",
        SslProtocols.Tls12 => "1.2",
        SslProtocols.None => null,
        _ => version.ToString(),
    };
}
