using System.Buffers.Binary;
using System.Net.Http.Headers;
using System.Text;
using FrontDesk.Edge.Forwarding;
using FrontDesk.Routing.Health;

namespace FrontDesk.Edge.Health;

/// <summary>
/// Asks by grpc.health.v1.Health/Check (the gRPC health checking protocol). The two messages have one field each, so that they are written and read here by hand: a
/// HealthCheckRequest is the service's name as field 1, a HealthCheckResponse the status as field 1, and 1 is SERVING.
/// </summary>
internal sealed class GrpcProbe(ActiveHealthModel policy) : Probe
{
    private const int FrameHeader = 5;
    private static readonly byte[] Serving = [0x08, 0x01];
    private readonly byte[] _question = Question(policy.Service);

    /// <inheritdoc/>
    public override async Task<string?> AskAsync(ServiceEndpoint endpoint, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, endpoint.Prefix + "/grpc.health.v1.Health/Check")
        {
            Version = System.Net.HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent(_question),
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/grpc");
        request.Headers.Host = policy.Host ?? endpoint.Authority;
        request.Headers.TryAddWithoutValidation("TE", "trailers");
        request.Headers.TryAddWithoutValidation("User-Agent", "frontdesk-health");
        using var answer = await endpoint.Connections.SendAsync(request, cancellation).ConfigureAwait(false);
        // A frame's header, a HealthCheckResponse, and what no such answer has.
        var bytes = new byte[FrameHeader + 16];
        var body = await answer.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
        var count = await body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellation).ConfigureAwait(false);
        if (count == FrameHeader + Serving.Length && bytes[0] == 0 && bytes.AsSpan(FrameHeader, Serving.Length).SequenceEqual(Serving))
        {
            return null;
        }

        var status = StatusIn(answer.TrailingHeaders) ?? StatusIn(answer.Headers);
        return status is not null and not "0" ? $"gRPC status {status}" : (int)answer.StatusCode != 200 ? $"status {(int)answer.StatusCode}" : "it does not say SERVING";
    }

    private static string? StatusIn(HttpResponseHeaders headers) => headers.NonValidated.TryGetValues("grpc-status", out var values) ? values.ToString() : null;

    private static byte[] Question(string service)
    {
        var name = Encoding.UTF8.GetBytes(service);
        // The name is of 253 bytes at most: its length takes two bytes where it is over 127.
        byte[] message = name.Length == 0 ? [] : name.Length < 128 ? [0x0A, (byte)name.Length, .. name] : [0x0A, (byte)(name.Length | 0x80), (byte)(name.Length >> 7), .. name];
        var frame = new byte[FrameHeader + message.Length];
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(1), message.Length);
        message.CopyTo(frame, FrameHeader);
        return frame;
    }
}
