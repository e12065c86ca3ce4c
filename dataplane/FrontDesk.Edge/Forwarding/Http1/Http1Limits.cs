namespace FrontDesk.Edge.Forwarding.Http1;

/// <summary>What an HTTP/1.1 service may ask of the edge: everything it sends has a bound. Beyond one, its answer counts as malformed.</summary>
internal sealed record Http1Limits
{
    /// <summary>The limits that hold.</summary>
    public static readonly Http1Limits Standard = new();

    /// <summary>Bytes of an answer's status line and headers together.</summary>
    public int HeadBytes { get; init; } = 64 * 1024;

    /// <summary>Headers of an answer.</summary>
    public int HeadFields { get; init; } = 256;

    /// <summary>Answers of status 1xx before the final one.</summary>
    public int InterimAnswers { get; init; } = 16;

    /// <summary>Bytes of the line that begins a chunk, with its extensions.</summary>
    public int ChunkLineBytes { get; init; } = 4 * 1024;

    /// <summary>Bytes of all trailers together.</summary>
    public int TrailerBytes { get; init; } = 16 * 1024;

    /// <summary>Trailers of an answer.</summary>
    public int TrailerFields { get; init; } = 64;

    /// <summary>Connections to one endpoint that are kept without a request.</summary>
    public int IdleConnections { get; init; } = 1024;

    /// <summary>After this a connection takes no further request, so that a name's new addresses are found.</summary>
    public TimeSpan Lifetime { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a request's body is held back for the 100 that it asked for; RFC 9110 §10.1.1 forbids to wait for ever.</summary>
    public TimeSpan ContinueWait { get; init; } = TimeSpan.FromSeconds(1);
}
