using System.Globalization;
using FrontDesk.Edge.Forwarding;
using FrontDesk.Routing.Health;

namespace FrontDesk.Edge.Health;

/// <summary>Asks by a GET, over the connections that requests use, and with their TLS.</summary>
internal sealed class HttpProbe(ActiveHealthModel policy) : Probe
{
    // What is longer is cut off: the connection is not worth reading it.
    private const int MostBody = 64 * 1024;

    /// <inheritdoc/>
    public override async Task<string?> AskAsync(ServiceEndpoint endpoint, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, endpoint.Prefix + policy.Path)
        {
            Version = endpoint.Protocol.Version!,
            VersionPolicy = endpoint.Protocol.VersionPolicy!.Value,
        };
        request.Headers.Host = policy.Host ?? endpoint.Authority;
        request.Headers.TryAddWithoutValidation("User-Agent", "frontdesk-health");
        using var answer = await endpoint.Connections.SendAsync(request, cancellation).ConfigureAwait(false);
        await DrainAsync(answer, cancellation).ConfigureAwait(false);
        var status = (int)answer.StatusCode;
        return policy.IsGood(status) ? null : string.Create(CultureInfo.InvariantCulture, $"status {status}");
    }

    /// <summary>A connection can be used again when the answer was read to its end.</summary>
    private static async Task DrainAsync(HttpResponseMessage answer, CancellationToken cancellation)
    {
        var body = await answer.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
        var buffer = System.Buffers.ArrayPool<byte>.Shared.Rent(4096);
        try
        {
            var total = 0;
            for (var count = 1; count > 0 && total < MostBody; total += count)
            {
                count = await body.ReadAsync(buffer, cancellation).ConfigureAwait(false);
            }
        }
        finally
        {
            System.Buffers.ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
